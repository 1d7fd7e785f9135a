import { readFileSync } from 'node:fs'

/** `cephwire version 0.1.0` */
export function versionText(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly version: string
  }
  return `cephwire version ${version}`
}

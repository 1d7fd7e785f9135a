import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The licences of other people's packages among modules, with what they ask to be kept. */
export function licensesOf(root: string, modules: readonly string[]): string {
  const packages = new Set(
    modules.map(module => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0]).filter(path => path !== undefined)
  )
  return [...packages]
    .sort()
    .map(path => licenseOf(join(root, path)))
    .join(`\n${'-'.repeat(80)}\n\n`)
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license: string
}

function licenseOf(directory: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest
  const file = readdirSync(directory).find(file => /^(licen[cs]e|copying)(\.|$)/i.test(file))
  const text = file === undefined ? undefined : readFileSync(join(directory, file), 'utf8').trim()
  if (text === undefined) throw new Error(`${name} has no file with its licence`)
  return `${name} ${version} (${license})\n\n${text}\n`
}

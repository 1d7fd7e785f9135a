import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Program } from './bundle-program.js'

/** Writes the files into a directory that holds nothing else. */
export function writeProgram({ files }: Program, directory: string): void {
  rmSync(directory, { recursive: true, force: true })
  for (const [name, content] of files) {
    const path = join(directory, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
}

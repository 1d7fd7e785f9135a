import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A directory that is removed after the suite. */
export function temporaryDirectory(): (name: string, content?: string | Uint8Array) => string {
  const directory = mkdtempSync(join(tmpdir(), 'cephwire-cli-'))
  after(() => rmSync(directory, { recursive: true, force: true }))
  return (name, content) => {
    const path = join(directory, name)
    if (content !== undefined) writeFileSync(path, content)
    return path
  }
}

import { basename } from 'node:path'
import type { Metafile } from 'esbuild'

/** A file that esbuild makes of modules which are always needed together. */
export interface Chunk {
  /** `decode-ZN4BZWNW.js` */
  readonly name: string
  /** The module that is imported dynamically, or the program's first; undefined for what several share. */
  readonly entry: string | undefined
  /** Chunks that are loaded with it, by name. */
  readonly imports: readonly string[]
  /** Its modules, and what bytes are left of each. */
  readonly modules: ReadonlyMap<string, number>
}

export function chunksOf({ outputs }: Metafile): ReadonlyMap<string, Chunk> {
  const chunks = Object.entries(outputs).map(([path, { entryPoint, imports, inputs }]) => {
    const name = basename(path)
    const loaded = imports.filter(({ kind, external }) => kind === 'import-statement' && external !== true)
    const modules = Object.entries(inputs).map(([module, { bytesInOutput }]) => [module, bytesInOutput] as const)
    return [
      name,
      {
        name,
        entry: entryPoint,
        imports: loaded.map(({ path }) => basename(path)),
        modules: new Map(modules.filter(([, bytes]) => bytes > 0))
      }
    ] as const
  })
  return new Map(chunks)
}

/** The chunks of entries and all that is loaded with them. */
export function closure(chunks: ReadonlyMap<string, Chunk>, entries: readonly string[]): ReadonlySet<Chunk> {
  const found = new Set<Chunk>()
  const visit = (chunk: Chunk): void => {
    if (found.has(chunk)) return
    found.add(chunk)
    for (const name of chunk.imports) visit(chunks.get(name)!)
  }
  for (const entry of entries) {
    const chunk = [...chunks.values()].find(chunk => chunk.entry === entry)
    if (chunk === undefined) throw new Error(`${entry} is not loaded by import()`)
    visit(chunk)
  }
  return found
}

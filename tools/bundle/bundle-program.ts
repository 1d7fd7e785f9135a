import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { build, stop, transform } from 'esbuild'
import { chunksOf, closure } from './chunk.js'
import { licensesOf } from './licenses.js'
import type { BuildOptions, TransformOptions } from 'esbuild'
import type { Chunk } from './chunk.js'

const root = join(import.meta.dirname, '../..')

/** What runs whatever is asked. */
const MAIN = 'packages/cli/src/main.ts'
/** What a command of the cluster needs: it shares one file. Everything else is in files of its own. */
const SESSION = ['packages/cli/src/commands/mon-command.ts', 'packages/cli/src/command-line.ts']

export interface Program {
  /** Content by path in the directory of the bundle. */
  readonly files: ReadonlyMap<string, string>
  /**
   * The modules that are loaded with those that are imported dynamically, with main.ts, and the bytes that are left of
   * each; all by their paths in the repository.
   */
  modulesOf(entries: readonly string[]): ReadonlyMap<string, number>
}

const common = { platform: 'node', target: 'node20.19', legalComments: 'none' } as const satisfies TransformOptions

/** Splits the program at each import(), as an ES module: a CommonJS bundle cannot be split. */
const splitOptions = {
  ...common,
  absWorkingDir: root,
  entryPoints: { main: MAIN },
  bundle: true,
  format: 'esm',
  splitting: true,
  write: false,
  metafile: true,
  outdir: 'bundle',
  conditions: ['@cephwire/source'],
  alias: { 'node:module': join(import.meta.dirname, 'no-modules.ts') },
  define: { 'import.meta.url': 'importMetaUrl' },
  logLevel: 'silent'
} as const satisfies BuildOptions

/** Bundles the source of the command line: no package has to be built for it. */
export async function bundleProgram(): Promise<Program> {
  try {
    return await program()
  } finally {
    // A process of its own, which would live as long as this one.
    await stop()
  }
}

async function program(): Promise<Program> {
  const { outputFiles, metafile } = await build(splitOptions)
  const chunks = chunksOf(metafile)
  const sources = new Map<string, string>()
  for (const { path, text } of outputFiles) sources.set(basename(path), await toCommonJs(text))
  const version = createHash('sha256')
    .update([...sources.values()].join())
    .digest('hex')
    .slice(0, 12)
  const groups = groupsOf(chunks)
  const places = new Map([...groups].flatMap(([file, names]) => names.map(name => [name, file] as const)))
  const files = new Map([['version', version]])
  for (const [file, names] of groups) files.set(`${version}/${file}`, fileOf(names, sources, places))
  files.set('LICENSES.txt', licensesOf(root, Object.keys(metafile.inputs)))
  return {
    files,
    modulesOf: entries => new Map([...closure(chunks, [MAIN, ...entries])].flatMap(({ modules }) => [...modules]))
  }
}

/**
 * CommonJS, which Node starts sooner; V8's compiled code can be kept of it, of ES modules it cannot. The comments that say
 * where code is from stay, for those who read a stack.
 */
async function toCommonJs(text: string): Promise<string> {
  const origins = text.replace(/^\/\/ (?=(packages|node_modules|tools)\/)/gm, '//! ')
  const options = { ...common, legalComments: 'inline', format: 'cjs', supported: { 'dynamic-import': false } } as const
  return (await transform(origins, options)).code
}

/** The chunks of each file. The first is what the others are there for: once it has run, compiled code is worth keeping. */
function groupsOf(chunks: ReadonlyMap<string, Chunk>): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>()
  const left = new Set(chunks.keys())
  const group = (file: string, members: Iterable<Chunk>): void => {
    groups.set(
      file,
      [...members].map(({ name }) => name).filter(name => left.delete(name))
    )
  }
  group('main.cjs', closure(chunks, [MAIN]))
  group('session.cjs', closure(chunks, SESSION))
  for (const name of [...left]) group(name.replace(/\.js$/, '.cjs'), [chunks.get(name)!])
  return groups
}

/** A script whose value is an object: its chunks as functions, by name. */
function fileOf(
  names: readonly string[],
  sources: ReadonlyMap<string, string>,
  places: ReadonlyMap<string, string>
): string {
  const chunks = names.map(name => {
    const code = sources
      .get(name)!
      .replace(/\brequire\("\.\/([\w.-]+)"\)/g, (_, to: string) => `require("./${places.get(to)!}#${to}")`)
    return `${JSON.stringify(name)}(exports, require, module, importMetaUrl) {\n"use strict";\n${code}}`
  })
  // Latin-1 is the quickest to read. What esbuild leaves as it is stands in comments and regular expressions.
  const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `({\n${chunks.join(',\n')}\n})\n`.replace(/[\u0080-\uffff]/g, escape)
}

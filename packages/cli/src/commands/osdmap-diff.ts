import { parseArgs } from 'node:util'
import { CephError, entityAddrToJson } from '@cephwire/codec'
import { decodeOsdMap, diffOsdMaps } from '@cephwire/maps'
import { stringify, toJson } from '../decode/to-json.js'
import { FileError, UsageError } from '../errors.js'
import { escapeLine } from '../escape.js'
import { ExitCode } from '../exit-codes.js'
import { readInput } from '../input.js'
import { write } from '../io.js'
import type { Json } from '../decode/to-json.js'
import type { Io } from '../io.js'

type OSDMap = ReturnType<typeof decodeOsdMap>
type OSDMapDiff = ReturnType<typeof diffOsdMaps>

const formats = ['plain', 'json'] as const

/**
 * Prints what differs between two osdmaps, each a file of `ceph osd getmap`: a line for each change, or data.
 *
 * @throws UsageError; FileError for a file that cannot be read or holds no osdmap
 */
export async function osdMapDiffCommand(args: readonly string[], io: Io): Promise<number> {
  const { format, files } = checked(parsed(args))
  const a = await readOsdMap(files[0], io)
  const b = await readOsdMap(files[1], io)
  if (a.fsid !== b.fsid) await write(io.stderr, `Warning: osdmaps of two clusters, ${a.fsid} and ${b.fsid}\n`)
  const diff = inFile(files.join(', '), () => diffOsdMaps(a, b))
  const lines = format === 'json' ? [stringify(diffToJson(diff))] : diff.words.map(escapeLine)
  await write(io.stdout, lines.map(line => `${line}\n`).join(''))
  return ExitCode.Ok
}

interface Words {
  readonly values: { readonly format: string }
  readonly positionals: readonly string[]
}

function parsed(args: readonly string[]): Words {
  const options = { format: { type: 'string', short: 'f', default: 'plain' } } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (cause) {
    throw new UsageError(`osdmap: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

function checked({ values, positionals }: Words): {
  readonly format: (typeof formats)[number]
  readonly files: readonly [a: string, b: string]
} {
  const format = formats.find(format => format === values.format)
  if (format === undefined) throw new UsageError(`osdmap: --format takes ${formats.join(' or ')}`)
  const [verb, a, b, ...more] = positionals
  if (verb !== 'diff' || a === undefined || b === undefined || more.length > 0) {
    throw new UsageError('osdmap: expected diff FILE FILE')
  }
  if (a === '-' && b === '-') throw new UsageError('osdmap: - can be given once')
  return { format, files: [a, b] }
}

async function readOsdMap(file: string, io: Io): Promise<OSDMap> {
  const bytes = await readInput(file, io)
  return inFile(file, () => decodeOsdMap(bytes))
}

function inFile<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!CephError.isCephError(cause)) throw cause
    throw new FileError(`${file}: no OSDMap: ${cause.message}`, { cause })
  }
}

/** The fields of a change are JSON, but for the address and the time of an entry of the blocklist. */
function diffToJson({ from, to, changes }: OSDMapDiff): Json {
  const printed = changes.map(change => ({
    ...change,
    ...('addr' in change ? { addr: entityAddrToJson(change.addr) } : {}),
    ...('until' in change ? { until: toJson(change.until) } : {})
  }))
  return { from, to, changes: printed as unknown as Json }
}

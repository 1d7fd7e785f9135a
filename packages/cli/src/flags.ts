import { UsageError } from './errors.js'
import { flagNames, logLevels, spellings, takesValue } from './flag-spellings.js'
import { takeFlags } from './flag-words.js'
import type { LogLevel } from '@cephwire/mon-client'
import type { FlagName } from './flag-spellings.js'
import type { FlagSpec, FlagTable } from './flag-words.js'

/** The formats that -f takes. */
export const formats = ['json', 'json-pretty', 'xml', 'xml-pretty', 'plain', 'yaml'] as const
export type Format = (typeof formats)[number]

/** The values of --ms-mode. */
export const msModes = ['legacy', 'crc', 'secure', 'prefer-crc', 'prefer-secure'] as const

/** What -w, -W and --watch-… ask for. */
export interface WatchFlags {
  readonly level: LogLevel
  /** `*` for all. */
  readonly channel: string
}

/** The flags that are for this program, and not for the configuration or the command. */
export interface Flags {
  readonly help: boolean
  readonly version: boolean
  readonly verbose: boolean
  readonly status: boolean
  /** Whether to print the words that can follow instead of running anything. */
  readonly completion: boolean
  /** Whether to wait until a scrub is over. */
  readonly block: boolean
  readonly watch: WatchFlags | undefined
  /** A socket, to whose daemon the words go. */
  readonly adminSocket: string | undefined
  readonly inFile: string | undefined
  readonly outFile: string | undefined
  /** Who shall own the file of -o. */
  readonly setUser: string | undefined
  readonly setGroup: string | undefined
  /** A file on the daemon's host, for the answer to what it is told. */
  readonly daemonOutputFile: string | undefined
  readonly format: Format | undefined
  readonly msMode: (typeof msModes)[number] | undefined
  /** Seconds. */
  readonly connectTimeout: number | undefined
  /** Seconds from one run of a polling command to the next; once if it is not positive. */
  readonly period: number
  /** What says where the cluster is and who asks, for parseCephArgs. */
  readonly connection: readonly string[]
  /** All other words, in order; `--` and all behind it included. */
  readonly rest: readonly string[]
}

const connecting: ReadonlySet<FlagName> = new Set<FlagName>(['conf', 'id', 'name', 'cluster'])

const table: FlagTable<FlagName> = new Map(
  flagNames.flatMap(name => {
    const spec: FlagSpec<FlagName> = {
      name,
      label: labelOf(name),
      takesValue: takesValue(name),
      shortens: name !== 'msMode'
    }
    return spellings[name].map(flag => [flag, spec] as const)
  })
)

/**
 * Picks this program's flags out of a command line, wherever they stand; of two for one thing the later counts.
 *
 * @throws UsageError
 */
export function parseFlags(args: readonly string[]): Flags {
  const { given, rest } = takeFlags(table, args)
  const last = (name: FlagName): string | undefined => given.findLast(flag => flag.name === name)?.value
  const has = (name: FlagName): boolean => last(name) !== undefined
  const verbosity = given.findLast(({ name }) => name === 'verbose' || name === 'concise')?.name
  return {
    help: has('help'),
    version: has('version'),
    verbose: verbosity === 'verbose',
    status: has('status'),
    completion: has('completion'),
    block: has('block'),
    watch: watchFlags(has, last('watchChannel')),
    adminSocket: last('adminSocket'),
    inFile: last('inFile'),
    outFile: last('outFile'),
    setUser: last('setUser'),
    setGroup: last('setGroup'),
    daemonOutputFile: last('daemonOutputFile'),
    format: oneOf('format', formats, last('format')),
    msMode: oneOf('msMode', msModes, last('msMode')),
    connectTimeout: seconds(last('connectTimeout')),
    period: period(last('period')),
    connection: given.flatMap(({ name, value }) => (connecting.has(name) ? [`--${name}=${value}`] : [])),
    rest
  }
}

function watchFlags(has: (name: FlagName) => boolean, channel: string | undefined): WatchFlags | undefined {
  // The later of those that are given counts.
  const level = logLevels.findLast(has)
  if (level === undefined && !has('watch') && (channel ?? '') === '') return undefined
  return { level: level ?? 'info', channel: channel || 'cluster' }
}

function oneOf<T extends string>(name: FlagName, known: readonly T[], value: string | undefined): T | undefined {
  const found = known.find(one => one === value)
  if (value !== undefined && found === undefined) {
    const choices = known.join("', '")
    throw new UsageError(`argument ${labelOf(name)}: invalid choice: '${value}' (choose from '${choices}')`)
  }
  return found
}

function seconds(value: string | undefined): number | undefined {
  if (value !== undefined && !/^\d{1,9}$/.test(value)) {
    throw new UsageError(`argument ${labelOf('connectTimeout')}: invalid int value: '${value}'`)
  }
  return value === undefined ? undefined : Number(value)
}

function period(value = '1'): number {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value)) return Number(value)
  throw new UsageError(`argument ${labelOf('period')}: invalid float value: '${value}'`)
}

/** For messages: `-f/--format`. */
function labelOf(name: FlagName): string {
  return spellings[name].join('/')
}

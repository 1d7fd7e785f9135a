import { UsageError } from './errors.js'

/** The formats that -f takes. */
export const formats = ['json', 'json-pretty', 'xml', 'xml-pretty', 'plain', 'yaml'] as const
export type Format = (typeof formats)[number]

/** The values of --ms-mode. */
export const msModes = ['legacy', 'crc', 'secure', 'prefer-crc', 'prefer-secure'] as const

/** The flags that are for this program, and not for the configuration or the command. */
export interface Flags {
  readonly help: boolean
  readonly version: boolean
  readonly verbose: boolean
  readonly status: boolean
  readonly inFile: string | undefined
  readonly outFile: string | undefined
  readonly format: Format | undefined
  readonly msMode: (typeof msModes)[number] | undefined
  /** Seconds. */
  readonly connectTimeout: number | undefined
  /** Flags of `ceph` that are known and not supported, as they were given. */
  readonly unsupported: readonly string[]
  /** All other words, in order; `--` and all behind it included. */
  readonly rest: readonly string[]
}

const switches: Readonly<Record<string, string>> = {
  '-h': 'help',
  '--help': 'help',
  '-v': 'version',
  '--version': 'version',
  '--verbose': 'verbose',
  '--concise': 'concise',
  '-s': 'status',
  '--status': 'status',
  '-w': 'unsupported',
  '--watch': 'unsupported',
  '--watch-debug': 'unsupported',
  '--watch-info': 'unsupported',
  '--watch-sec': 'unsupported',
  '--watch-warn': 'unsupported',
  '--watch-error': 'unsupported',
  '--completion': 'unsupported',
  '--block': 'unsupported'
}

const valued: Readonly<Record<string, string>> = {
  '-i': 'inFile',
  '--in-file': 'inFile',
  '-o': 'outFile',
  '--out-file': 'outFile',
  '-f': 'format',
  '--format': 'format',
  '--connect-timeout': 'connectTimeout',
  '--ms-mode': 'msMode',
  '-W': 'unsupported',
  '--watch-channel': 'unsupported',
  '--admin-daemon': 'unsupported',
  '--setuser': 'unsupported',
  '--setgroup': 'unsupported',
  '-p': 'period',
  '--period': 'period'
}

/**
 * Picks this program's flags out of a command line, wherever they stand; of two for one thing the later counts.
 *
 * @throws UsageError
 */
export function parseFlags(args: readonly string[]): Flags {
  const given = new Map<string, string>()
  const unsupported: string[] = []
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!
    if (word === '--') {
      rest.push(...args.slice(i))
      break
    }
    const flag = splitFlag(word)
    const name = flag === undefined ? undefined : nameOf(flag.text)
    if (flag === undefined || name === undefined) {
      rest.push(word)
      continue
    }
    if (name === 'unsupported') unsupported.push(flag.text)
    const takesValue = Object.hasOwn(valued, flag.text)
    if (!takesValue && flag.value !== undefined) throw new UsageError(`argument ${flag.text}: ignored explicit value`)
    const value = flag.value ?? (takesValue ? args[++i] : '')
    if (value === undefined) throw new UsageError(`argument ${flag.text}: expected one argument`)
    given.set(name, value)
  }
  return {
    help: given.has('help'),
    version: given.has('version'),
    verbose: given.has('verbose'),
    status: given.has('status'),
    inFile: given.get('inFile'),
    outFile: given.get('outFile'),
    format: oneOf('-f/--format', formats, given.get('format')),
    msMode: oneOf('--ms-mode', msModes, given.get('msMode')),
    connectTimeout: seconds(given.get('connectTimeout')),
    unsupported,
    rest
  }
}

function nameOf(flag: string): string | undefined {
  if (Object.hasOwn(switches, flag)) return switches[flag]
  return Object.hasOwn(valued, flag) ? valued[flag] : undefined
}

/** `--format=json`, `-fjson`, `-f`; undefined for what is no flag. */
function splitFlag(word: string): { readonly text: string; readonly value?: string } | undefined {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=')
    return equals < 0 ? { text: word } : { text: word.slice(0, equals), value: word.slice(equals + 1) }
  }
  if (!word.startsWith('-') || word === '-') return undefined
  const text = word.slice(0, 2)
  if (word.length === 2 || !Object.hasOwn(valued, text)) return { text: word }
  return { text, value: word.slice(2) }
}

function oneOf<T extends string>(flag: string, known: readonly T[], value: string | undefined): T | undefined {
  const found = known.find(one => one === value)
  if (value !== undefined && found === undefined) {
    throw new UsageError(`argument ${flag}: invalid choice: '${value}' (choose from '${known.join("', '")}')`)
  }
  return found
}

function seconds(value: string | undefined): number | undefined {
  if (value !== undefined && !/^\d{1,9}$/.test(value)) {
    throw new UsageError(`argument --connect-timeout: invalid number of seconds: '${value}'`)
  }
  return value === undefined ? undefined : Number(value)
}

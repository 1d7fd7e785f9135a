/*
  Options of Ceph's command lines            src/common/ceph_argparse.cc ceph_argparse_early_args(),
                                             src/common/config.cc parse_argv(), parse_option()
*/
import { ConfigError } from '../errors.js'
import { isConfigOption, isFlagOption } from './option-names.js'

/** One option, and where it was given. */
export interface ConfigOverride {
  /** Ceph's name with underscores; `conf`, `cluster`, `name`, `id` for what is no option of a file. */
  readonly option: string
  readonly value: string
  /** For messages: `CEPH_ARGS`, `command line`. */
  readonly source: string
}

export interface ParsedCephArgs {
  /** In the order given: of two for one option the later counts. */
  readonly overrides: readonly ConfigOverride[]
  /** What is not for the configuration, in order; `--` and all behind it included. */
  readonly rest: readonly string[]
}

export interface CephArgsOptions {
  /** For messages and for `sources`. Default: `command line`. */
  readonly source?: string
  /** Whether `--name` is an option of the configuration. Default: by Ceph's names of options and their prefixes. */
  readonly isOption?: (name: string) => boolean
}

/** The words of CEPH_ARGS: there is no quoting. */
export function splitCephArgs(text: string): readonly string[] {
  return text.split(/\s+/).filter(word => word !== '')
}

/** `-i` is not among them: to a client it is the input file. */
const aliases: Readonly<Record<string, string>> = {
  '-c': 'conf',
  '--conf': 'conf',
  '--cluster': 'cluster',
  '-n': 'name',
  '--name': 'name',
  '--id': 'id',
  '--user': 'id',
  '-m': 'mon_host',
  '--mon_host': 'mon_host',
  '-k': 'keyring',
  '--keyring': 'keyring',
  '-K': 'keyfile',
  '--keyfile': 'keyfile',
  '-M': 'monmap',
  '--monmap': 'monmap',
  '--bind': 'public_addr'
}

/** Words that need no value and set an option. */
const switches: Readonly<Record<string, readonly [option: string, value: string]>> = {
  '--no_config_file': ['no_config_file', 'true'],
  '--no_mon_config': ['no_mon_config', 'true'],
  '--mon_config': ['no_mon_config', 'false']
}

/**
 * Picks the options of the configuration out of a command line. Dashes and underscores in their names are equal; a value
 * follows after `=` or as the next word.
 *
 * @throws ConfigError when an option has no value
 */
export function parseCephArgs(args: readonly string[], options: CephArgsOptions = {}): ParsedCephArgs {
  const { source = 'command line', isOption = isConfigOption } = options
  const overrides: ConfigOverride[] = []
  const rest: string[] = []
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!
    if (word === '--') {
      rest.push(...args.slice(i))
      break
    }
    const parsed = parseWord(word, isOption)
    if (parsed === undefined) {
      rest.push(word)
      continue
    }
    const { option } = parsed
    const next = args[i + 1]
    let { value } = parsed
    if (value === undefined && isFlagOption(option)) {
      const follows = next !== undefined && TRUTHS.has(next)
      value = follows ? next : 'true'
      if (follows) i++
    } else if (value === undefined) {
      if (next === undefined) throw new ConfigError(`Option ${word} needs a value (${source})`, { option })
      value = next
      i++
    }
    overrides.push({ option, value, source })
  }
  return { overrides, rest }
}

const TRUTHS: ReadonlySet<string> = new Set(['true', 'false', '1', '0'])

interface ParsedWord {
  readonly option: string
  /** Absent when it is the next word, or needs none. */
  readonly value?: string
}

function parseWord(word: string, isOption: (name: string) => boolean): ParsedWord | undefined {
  const equals = word.indexOf('=')
  const end = equals === -1 ? word.length : equals
  const name = word.slice(0, 2) + word.slice(2, end).replaceAll('-', '_')
  const value = equals === -1 ? {} : { value: word.slice(equals + 1) }
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined
  if (alias !== undefined) return { option: alias, ...value }
  if (equals === -1 && Object.hasOwn(switches, name)) return { option: switches[name]![0], value: switches[name]![1] }
  if (!name.startsWith('--')) return undefined
  const option = name.slice(2)
  if (equals === -1 && option.startsWith('no_') && isFlagOption(option.slice(3))) {
    return { option: option.slice(3), value: 'false' }
  }
  return isOption(option) ? { option, ...value } : undefined
}

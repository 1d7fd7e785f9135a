import { logLevels } from '../flag-spellings.js'
import { formats } from '../flags.js'
import { localCommands } from '../own-commands.js'
import type { Format } from '../flags.js'

/** What can stand behind the name of a command of this program. */
interface OwnWords {
  readonly flags: Readonly<Record<string, readonly string[] | undefined>>
  /** What it takes behind -f of this program; default: all. */
  readonly formats?: readonly Format[]
  /** Words behind others, which are without flags and their values. */
  words(behind: readonly string[]): Promise<readonly string[]> | readonly string[]
}

const none = (): readonly string[] => []

function first(...words: readonly string[]): OwnWords['words'] {
  return behind => (behind.length === 0 ? words : [])
}

const own: Readonly<Record<string, OwnWords>> = {
  completion: { flags: {}, words: first('bash', 'fish', 'zsh') },
  decode: {
    flags: { '--list': undefined, '--check': undefined },
    async words(behind) {
      return behind.length === 0 ? [...(await import('../decode/types.js')).decodableTypes.keys()] : []
    }
  },
  osdmap: { flags: { '-f': ['plain', 'json'], '--format': ['plain', 'json'] }, words: first('diff') },
  'test-monitor': {
    flags: {
      '--monitors': [],
      '--dir': [],
      '--port': [],
      '--auth': ['cephx', 'none'],
      '--key-type': ['aes', 'aes256k']
    },
    words: none
  },
  doctor: { flags: {}, formats: ['plain', 'json', 'json-pretty'], words: none },
  top: { flags: {}, formats: ['plain'], words: none },
  watch: {
    flags: { '--count': [] },
    formats: ['plain', 'json'],
    async words([kind, ...more]) {
      if (kind !== undefined) return kind === 'log' && more.length === 0 ? logLevels : []
      return (await import('../watch/kinds.js')).kindNames.map(kind => kind.replace(/ .*|PREFIX$/, ''))
    }
  },
  daemon: { flags: {}, words: none },
  daemonperf: { flags: {}, words: none }
}

/**
 * The words that can follow those of a command of this program; undefined for a command of the cluster.
 *
 * @param words the command's name and whole words behind it
 */
export async function ownWords(words: readonly string[], begun: string): Promise<readonly string[] | undefined> {
  const [name, ...behind] = words
  if (name === undefined) return undefined
  if (!Object.hasOwn(own, name)) return Object.hasOwn(localCommands, name) ? [] : undefined
  const command = own[name]!
  const { flags } = command
  const last = behind.at(-1) ?? ''
  const values = Object.hasOwn(flags, last) ? flags[last] : undefined
  if (values !== undefined) return values
  const joined = begun.slice(0, Math.max(begun.indexOf('='), 0))
  if (Object.hasOwn(flags, joined)) return flags[joined]?.map(value => `${joined}=${value}`) ?? []
  if (begun.startsWith('-')) return Object.keys(flags)
  const places = behind.filter((word, i) => !word.startsWith('-') && flags[behind[i - 1] ?? ''] === undefined)
  return command.words(places)
}

/** The formats that a command takes behind -f, as far as it is this program's own. */
export function formatsOf(name: string | undefined): readonly Format[] {
  return (name !== undefined && Object.hasOwn(own, name) ? own[name]!.formats : undefined) ?? formats
}

import { formats } from '../flags.js'
import { localCommands } from '../own-commands.js'

/** What can stand behind the name of a command of this program. */
interface OwnWords {
  readonly flags: Readonly<Record<string, readonly string[] | undefined>>
  /** Words at a place, counted from 0 without flags and their values. */
  words(place: number): Promise<readonly string[]> | readonly string[]
}

const none = (): readonly string[] => []

const own: Readonly<Record<string, OwnWords>> = {
  completion: { flags: {}, words: place => (place === 0 ? ['bash', 'fish', 'zsh'] : []) },
  decode: {
    flags: { '--list': undefined, '--check': undefined },
    async words(place) {
      return place === 0 ? [...(await import('../decode/types.js')).decodableTypes.keys()] : []
    }
  },
  osdmap: { flags: { '-f': ['plain', 'json'] }, words: place => (place === 0 ? ['diff'] : []) },
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
  doctor: { flags: { '-f': ['plain', 'json', 'json-pretty'] }, words: none },
  top: { flags: {}, words: none },
  watch: {
    flags: { '--count': [], '-f': formats },
    async words(place) {
      if (place !== 0) return ['debug', 'info', 'sec', 'warn', 'error']
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
  if (begun.startsWith('-')) return Object.keys(flags)
  const places = behind.filter((word, i) => !word.startsWith('-') && flags[behind[i - 1] ?? ''] === undefined)
  return command.words(places.length)
}

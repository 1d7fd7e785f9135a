import { UsageError } from '../errors.js'
import { DESCRIBE } from './endpoint.js'
import type { CommandObject, CommandDescription } from '../argparse/index.js'
import type { Flags } from '../flags.js'
import type { Endpoint } from './endpoint.js'
import type { CommandAnswer } from './send-command.js'

/** A command ready to be sent, or why there is none. */
export type WordsAsCommand =
  | {
      readonly json: string
      /** The command of words that are looked up, for who adds to it. */
      readonly command?: CommandObject
      readonly description?: CommandDescription
    }
  /** The words are no command: advice for people, a line each. */
  | { readonly json?: never; readonly advice: readonly string[] }
  /** The commands are not told. */
  | { readonly json?: never; readonly advice?: never; readonly refused: CommandAnswer }

/** Flags that become arguments of a command. */
export type ArgumentFlags = Pick<Flags, 'format' | 'daemonOutputFile'>

/**
 * Commands without arguments that every release has: their JSON is known without asking for descriptions. All of them
 * may also be sent with a format.
 */
const known: ReadonlySet<string> = new Set([
  'fsid',
  'status',
  'health',
  'quorum_status',
  'versions',
  'mon dump',
  'mon stat',
  'osd dump',
  'osd stat',
  'auth ls',
  'config-key ls'
])

/** The command that words are: JSON as it stands, or words by the endpoint's own descriptions of its commands. */
export async function commandOf(
  endpoint: Endpoint,
  words: readonly string[],
  flags: ArgumentFlags,
  signal: AbortSignal
): Promise<WordsAsCommand> {
  const added = argumentsOf(flags)
  if (words[0]?.trimStart().startsWith('{') === true) return jsonCommand(words, added)
  const text = words.join(' ')
  if (endpoint.name === 'mon.' && known.has(text)) {
    return { json: JSON.stringify({ prefix: text, ...Object.fromEntries(added) }) }
  }
  const [{ commandToJson, parseDescriptions, validateCommand }, answer] = await Promise.all([
    import('../argparse/index.js'),
    endpoint.send(DESCRIBE, undefined, signal)
  ])
  if (answer.errno > 0) return { refused: answer }
  const validated = validateCommand(parseDescriptions(new TextDecoder().decode(answer.output)), words)
  if (validated.command === undefined) return { advice: validated.advice }
  const command: CommandObject = new Map([...validated.command, ...added])
  return { json: commandToJson(command), command, description: validated.description }
}

function argumentsOf({ format, daemonOutputFile }: ArgumentFlags): readonly (readonly [string, string])[] {
  return [
    ...(format === undefined ? [] : [['format', format] as const]),
    ...(daemonOutputFile === undefined ? [] : [['output-file', daemonOutputFile] as const])
  ]
}

/** A command given as JSON is sent as it is, with what flags say added to it. */
function jsonCommand(
  [text, ...more]: readonly string[],
  added: readonly (readonly [string, string])[]
): WordsAsCommand {
  if (more.length > 0) throw new UsageError(`a command as JSON is one word, what is '${more[0]!}'?`)
  // Behind the last field, so that integers of any size stay as they are.
  const end = text!.lastIndexOf('}')
  if (added.length === 0 || end < 0) return { json: text! }
  const comma = /\{\s*$/.test(text!.slice(0, end)) ? '' : ', '
  const fields = added.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(', ')
  return { json: `${text!.slice(0, end)}${comma}${fields}}` }
}

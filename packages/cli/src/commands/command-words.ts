import { UsageError } from '../errors.js'
import { sendCommand } from './send-command.js'
import type { MonClient } from '@cephwire/mon-client'
import type { Format } from '../flags.js'

/** A command ready to be sent, or what to tell people whose words are none. */
export type WordsAsCommand = { readonly json: string } | { readonly json?: never; readonly advice: readonly string[] }

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

/** The command that words are: JSON as it stands, or words by the cluster's own descriptions of its commands. */
export async function commandOf(
  client: MonClient,
  words: readonly string[],
  format: Format | undefined,
  signal: AbortSignal
): Promise<WordsAsCommand> {
  if (words[0]!.trimStart().startsWith('{')) return jsonCommand(words, format)
  const text = words.join(' ')
  if (known.has(text)) return { json: JSON.stringify({ prefix: text, ...(format === undefined ? {} : { format }) }) }
  const [{ commandToJson, parseDescriptions, validateCommand }, answer] = await Promise.all([
    import('../argparse/index.js'),
    sendCommand(client, '{"prefix": "get_command_descriptions"}', undefined, signal)
  ])
  if (answer.errno > 0) return { advice: [`problem getting command descriptions: ${answer.status}`] }
  const validated = validateCommand(parseDescriptions(new TextDecoder().decode(answer.output)), words)
  if (validated.command === undefined) return { advice: validated.advice }
  const command = format === undefined ? validated.command : new Map([...validated.command, ['format', format]])
  return { json: commandToJson(command) }
}

/** A command given as JSON is sent as it is, with the format of -f added to it. */
function jsonCommand([text, ...more]: readonly string[], format: Format | undefined): WordsAsCommand {
  if (more.length > 0) throw new UsageError(`a command as JSON is one word, what is '${more[0]!}'?`)
  if (format === undefined) return { json: text! }
  // Behind the last field, so that integers of any size stay as they are.
  const end = text!.lastIndexOf('}')
  if (end < 0) return { json: text! }
  const comma = /\{\s*$/.test(text!.slice(0, end)) ? '' : ', '
  return { json: `${text!.slice(0, end)}${comma}"format": ${JSON.stringify(format)}}` }
}

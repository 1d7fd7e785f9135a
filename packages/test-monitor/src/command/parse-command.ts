import { CommandError } from './command-error.js'
import { Errno } from './errno.js'
import { badField } from './command-args.js'
import type { CommandValue } from './command-args.js'

/** What MMonCommand and MCommand carry. */
export interface ParsedCommand {
  readonly prefix: string
  readonly format: string
  /** Everything, prefix and format too. */
  readonly values: ReadonlyMap<string, CommandValue>
}

/** Bytes of a command, all of its strings together. */
export const MAX_COMMAND_BYTES = 1_048_576
const MAX_SHOWN = 200

/**
 * Reads a command as the monitor does: all strings joined are one JSON object of simple values.
 *
 * @throws CommandError with the monitor's words
 */
export function parseCommand(cmd: readonly string[]): ParsedCommand {
  if (cmd.length === 0) throw invalid('no command specified')
  const text = cmd.join('')
  if (text.length > MAX_COMMAND_BYTES) throw invalid(`command is longer than ${MAX_COMMAND_BYTES} bytes`)
  const values = toValues(text)
  const prefix = values.get('prefix')
  if (prefix === undefined) throw invalid('command prefix not found')
  if (typeof prefix !== 'string') throw badField('prefix')
  if (prefix === '') throw invalid('command prefix must not be empty')
  const format = values.get('format') ?? 'plain'
  if (typeof format !== 'string') throw badField('format')
  return { prefix, format, values }
}

function toValues(text: string): Map<string, CommandValue> {
  const shown = text.slice(0, MAX_SHOWN)
  let object: unknown
  try {
    object = JSON.parse(text)
  } catch {
    throw invalid(`unparseable JSON ${shown}`)
  }
  if (typeof object !== 'object' || object === null || Array.isArray(object)) throw invalid(`not JSON object ${shown}`)
  const values = new Map<string, CommandValue>()
  for (const [name, value] of Object.entries(object)) values.set(name, toValue(value, shown))
  return values
}

function toValue(value: unknown, shown: string): CommandValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (!Array.isArray(value)) throw invalid(`JSON array/object not allowed ${shown}`)
  const type = typeof (value as unknown[])[0]
  if (value.length > 0 && type !== 'string' && type !== 'number') {
    throw invalid("Can't handle arrays of types other than int, string, or double")
  }
  if (!value.every(item => typeof item === type)) throw invalid("Can't handle arrays of multiple types")
  return value as string[] | number[]
}

const invalid = (status: string): CommandError => new CommandError(-Errno.EINVAL, status)

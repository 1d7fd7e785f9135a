import { formatJson } from '../format/json-formatter.js'
import type { JsonValue } from '../format/json-formatter.js'

/** What a command says: text and bytes go out as they are, anything else as JSON in the format that was asked for. */
export type CommandOutput = JsonValue | Uint8Array

const NOTHING = new Uint8Array(0)

/** @throws JsonFormatError when there is no JSON for it */
export function renderOutput(output: CommandOutput, format: string): Uint8Array {
  if (output === undefined) return NOTHING
  if (output instanceof Uint8Array) return output
  if (typeof output === 'string') return new TextEncoder().encode(output)
  return new TextEncoder().encode(formatJson(output, format !== 'json'))
}

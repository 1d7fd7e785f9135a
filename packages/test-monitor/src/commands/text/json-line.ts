import { formatJson } from '../../format/json-formatter.js'
import type { JsonValue } from '../../format/json-formatter.js'

/** JSON with one newline behind it in every format: many of the monitors' commands end so, others in json-pretty alone. */
export function jsonLine(value: JsonValue, format: string): string {
  return format === 'json' ? `${formatJson(value)}\n` : formatJson(value, true)
}

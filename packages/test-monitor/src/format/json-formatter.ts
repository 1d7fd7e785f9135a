/** What can be written as JSON; a bigint is a number of any size. */
export type JsonValue =
  string | number | bigint | boolean | null | undefined | readonly JsonValue[] | { readonly [name: string]: JsonValue }

const INDENT = '    '
const MAX_DEPTH = 256

/** A value that has no JSON: a function, a number that is none, or something that contains itself. */
export class JsonFormatError extends TypeError {}

/**
 * JSON in the layout of Ceph's JSONFormatter. Properties that are undefined are left out.
 *
 * @throws JsonFormatError
 */
export function formatJson(value: JsonValue, pretty = false): string {
  return write(value, pretty ? '\n' : '', pretty, 0) + (pretty ? '\n' : '')
}

function write(value: unknown, newline: string, pretty: boolean, depth: number): string {
  if (depth > MAX_DEPTH) throw new JsonFormatError('The value is nested too deeply')
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'boolean':
    case 'bigint':
      return value.toString()
    case 'number':
      if (!Number.isFinite(value)) return 'null'
      return Number.isInteger(value) ? String(value) : formatDouble(value)
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value)
        ? writeArray(value, newline, pretty, depth)
        : writeObject(value, newline, pretty, depth)
    default:
      throw new JsonFormatError(`A ${typeof value} has no JSON`)
  }
}

function writeArray(values: readonly unknown[], newline: string, pretty: boolean, depth: number): string {
  const inner = pretty ? newline + INDENT : ''
  const items = values.map(item => inner + write(item, inner, pretty, depth + 1))
  return items.length === 0 ? '[]' : `[${items.join(',')}${newline}]`
}

function writeObject(value: object, newline: string, pretty: boolean, depth: number): string {
  const inner = pretty ? newline + INDENT : ''
  const colon = pretty ? ': ' : ':'
  const items = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([name, item]) => inner + quote(name) + colon + write(item, inner, pretty, depth + 1))
  return items.length === 0 ? '{}' : `{${items.join(',')}${newline}}`
}

/** `%.17g` of what is no integer: every digit that a double has, and an exponent below 10⁻⁴. */
function formatDouble(value: number): string {
  const [mantissa = '', exponent = ''] = value.toExponential(16).split('e')
  if (Number(exponent) >= -4) return value.toPrecision(17).replace(/0+$/, '')
  return `${mantissa.replace(/\.?0+$/, '')}e-${exponent.slice(1).padStart(2, '0')}`
}

/** JSON.stringify, with controls as Ceph writes them. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/\\.|\x7f/g, escaped => controls.get(escaped) ?? escaped)
}

const controls: ReadonlyMap<string, string> = new Map([
  ['\\b', '\\u0008'],
  ['\\f', '\\u000c'],
  ['\\r', '\\u000d'],
  ['\x7f', '\\u007f']
])

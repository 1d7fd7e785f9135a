import { ArgumentError } from '../errors.js'
import type { ArgType, ArgTypeParameters } from './arg-type.js'

/** As Python reads an int with base 0: a sign, `0x`, `0o`, `0b`, underscores between digits, no zeros in front. */
const integer = /^([+-]?)(0x(?:_?[\da-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+|[1-9](?:_?\d)*|0(?:_?0)*)$/i

/** Undefined for what is no integer. */
function parseInteger(text: string): bigint | undefined {
  const match = integer.exec(text.trim())
  if (match === null) return undefined
  const value = BigInt(match[2]!.replaceAll('_', ''))
  return match[1] === '-' ? -value : value
}

/** Digits with a sign at most, and underscores between them. */
export function parseDecimal(text: string): bigint | undefined {
  const match = /^([+-]?)(\d+(?:_\d+)*)$/.exec(text.trim())
  if (match === null) return undefined
  const value = BigInt(match[2]!.replaceAll('_', ''))
  return match[1] === '-' ? -value : value
}

/** CephInt: an integer of any size within an optional range `least|greatest`. */
export function cephInt({ range = '' }: ArgTypeParameters): ArgType {
  const bounds = splitRange(range).map(bound => parseInteger(bound) ?? 0n)
  return {
    text: `<int${rangeText(bounds)}>`,
    parse(word) {
      const value = parseInteger(word)
      if (value === undefined) throw new ArgumentError(`${word} doesn't represent an int`)
      checkRange(value, bounds)
      return value
    }
  }
}

/** As Python reads a float, but for the infinities and what is no number, which JSON has no words for. */
const float = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i

/** CephFloat: also of what is written as an integer. */
export function cephFloat({ range = '' }: ArgTypeParameters): ArgType {
  const bounds = splitRange(range).map(Number)
  return {
    text: `<float${rangeText(bounds)}>`,
    parse(word) {
      if (!float.test(word.trim())) throw new ArgumentError(`${word} doesn't represent a float`)
      const value = Number(word.replaceAll('_', ''))
      checkRange(value, bounds)
      return value
    }
  }
}

function splitRange(range: unknown): readonly string[] {
  return typeof range === 'string' && range !== '' ? range.split('|') : []
}

function rangeText(bounds: readonly (bigint | number)[]): string {
  return bounds.length === 0 ? '' : `[${printed(bounds[0]!)}-${bounds[1] === undefined ? '' : printed(bounds[1])}]`
}

function checkRange<T extends bigint | number>(value: T, [least, greatest]: readonly T[]): void {
  if ((least === undefined || value >= least) && (greatest === undefined || value <= greatest)) return
  const range = [least, greatest].filter(bound => bound !== undefined).map(printed)
  throw new ArgumentError(`${printed(value)} not in range [${range.join(', ')}]`)
}

/** A float is seen to be one: 1.0. */
function printed(value: bigint | number): string {
  return typeof value === 'number' && Number.isInteger(value) ? value.toFixed(1) : value.toString()
}

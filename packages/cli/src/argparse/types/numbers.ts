import { ArgumentError } from '../errors.js'
import type { ArgType, ArgTypeParameters } from './arg-type.js'

/** As Python reads an int with base 0: a sign, `0x`, `0o`, `0b`, underscores between digits, no zeros in front. */
const integer = /^([+-]?)(0x(?:_?[\da-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+|[1-9](?:_?\d)*|0(?:_?0)*)$/i

/** Undefined for what is no integer. */
export function parseInteger(text: string): bigint | undefined {
  const match = integer.exec(text.trim())
  if (match === null) return undefined
  const value = BigInt(match[2]!.replaceAll('_', ''))
  return match[1] === '-' ? -value : value
}

/** Digits only, with a sign at most. */
export function parseDecimal(text: string): bigint | undefined {
  const match = /^([+-]?)(\d+)$/.exec(text.trim())
  if (match === null) return undefined
  return match[1] === '-' ? -BigInt(match[2]!) : BigInt(match[2]!)
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

const float = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** CephFloat: also of what is written as an integer. */
export function cephFloat({ range = '' }: ArgTypeParameters): ArgType {
  const bounds = splitRange(range).map(Number)
  return {
    text: `<float${rangeText(bounds)}>`,
    parse(word) {
      if (!float.test(word.trim())) throw new ArgumentError(`${word} doesn't represent a float`)
      const value = Number(word)
      checkRange(value, bounds)
      return value
    }
  }
}

function splitRange(range: unknown): readonly string[] {
  return typeof range === 'string' && range !== '' ? range.split('|') : []
}

function rangeText(bounds: readonly (bigint | number)[]): string {
  return bounds.length === 0 ? '' : `[${bounds[0]!}-${bounds[1]?.toString() ?? ''}]`
}

function checkRange<T extends bigint | number>(value: T, [least, greatest]: readonly T[]): void {
  if ((least === undefined || value >= least) && (greatest === undefined || value <= greatest)) return
  const range = [least, greatest].filter(bound => bound !== undefined).join(', ')
  throw new ArgumentError(`${value} not in range [${range}]`)
}

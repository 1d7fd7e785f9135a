import { entityTypeName, formatUtime } from '@cephwire/codec'
import { addrToJson, isAddr } from './addr-to-json.js'

/** A value of JSON; a bigint is an integer of any size. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | { readonly [name: string]: Json }

/** How values are encoded is no part of what they say. */
const HIDDEN = 'encoding'

/**
 * A decoded value in JSON with Ceph's names: fields in snake_case, times and entities as text, bytes in hexadecimal.
 * What has a toJSON of its own, as keys do that must not be shown, is asked.
 */
export function toJson(value: unknown): Json {
  switch (typeof value) {
    case 'bigint':
    case 'number':
    case 'string':
    case 'boolean':
      return value
    case 'object':
      return value === null ? null : objectToJson(value)
    default:
      return null
  }
}

function objectToJson(value: object): Json {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value) || value instanceof Set) return Array.from(value as Iterable<unknown>, toJson)
  if (value instanceof Map) return fields([...(value as Map<unknown, unknown>)].map(([k, v]) => [String(k), v]))
  if ('toJSON' in value && typeof value.toJSON === 'function') return toJson((value.toJSON as () => unknown)())
  if (isAddr(value)) return addrToJson(value)
  return textOf(value) ?? fields(Object.entries(value).map(([name, field]) => [snakeCase(name), field]))
}

function fields(entries: readonly (readonly [name: string, value: unknown])[]): Json {
  const shown = entries.filter(([name, value]) => value !== undefined && name !== HIDDEN)
  return Object.fromEntries(shown.map(([name, value]) => [name, toJson(value)]))
}

/** Of values that Ceph prints as text: utime_t, EntityName, entity_name_t. */
function textOf(value: object): string | undefined {
  const [first, second, ...more] = Object.entries(value) as [string, unknown][]
  if (first === undefined || second === undefined || more.length > 0) return undefined
  const names = `${first[0]},${second[0]}`
  if (names === 'sec,nsec') return formatUtime(value as { readonly sec: number; readonly nsec: number })
  if (names === 'type,id' || names === 'type,num') return `${entityTypeName(Number(first[1]))}.${String(second[1])}`
  return undefined
}

/** `globalId` → `global_id` */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
}

/** On one line. */
export function stringify(json: Json): string {
  if (typeof json === 'bigint') return json.toString()
  if (Array.isArray(json)) return `[${(json as readonly Json[]).map(stringify).join(',')}]`
  if (typeof json !== 'object' || json === null) return JSON.stringify(json)
  return `{${Object.entries(json)
    .map(([name, value]) => `${JSON.stringify(name)}:${stringify(value)}`)
    .join(',')}}`
}

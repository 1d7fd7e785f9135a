import { entityAddrToJson, entityTypeName, formatEntityAddr, formatUtime } from '@cephwire/codec'
import { escapeJson } from '../escape.js'
import type { EntityAddr } from '@cephwire/codec'

/** A value of JSON; a bigint is an integer of any size. */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject

/** What is undefined is left out. */
export interface JsonObject {
  readonly [name: string]: Json | undefined
}

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
  if (isMap(value)) return Object.fromEntries(Array.from(value, ([key, entry]) => [keyText(key), toJson(entry)]))
  if ('toJSON' in value && typeof value.toJSON === 'function') return toJson((value.toJSON as () => unknown)())
  return isAddr(value) ? { ...entityAddrToJson(value) } : (textOf(value) ?? fieldsToJson(value))
}

/** Whether an object is an address. */
function isAddr(value: object): value is EntityAddr {
  return ['type', 'nonce', 'host', 'port'].every(name => Object.hasOwn(value, name))
}

/** A Map, or what can be read like one. */
function isMap(value: object): value is ReadonlyMap<unknown, unknown> {
  return value instanceof Map || ('get' in value && 'entries' in value && Symbol.iterator in value)
}

function keyText(key: unknown): string {
  return typeof key === 'object' && key !== null && isAddr(key) ? formatEntityAddr(key) : String(key)
}

/** The fields of a struct by Ceph's names. */
export function fieldsToJson(struct: object): JsonObject {
  const shown = Object.entries(struct).filter(([name, value]) => value !== undefined && name !== HIDDEN)
  return Object.fromEntries(shown.map(([name, value]) => [snakeCase(name), toJson(value)]))
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

/** On one line, and such that a terminal only shows it. */
export function stringify(json: Json): string {
  if (typeof json === 'bigint') return json.toString()
  if (isList(json)) return `[${json.map(stringify).join(',')}]`
  if (typeof json !== 'object' || json === null) return escapeJson(JSON.stringify(json))
  const fields = Object.entries(json).flatMap(([name, value]) =>
    value === undefined ? [] : [`${escapeJson(JSON.stringify(name))}:${stringify(value)}`]
  )
  return `{${fields.join(',')}}`
}

/** Array.isArray() does not know of arrays that are read only. */
function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json)
}

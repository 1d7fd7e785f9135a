/*
  entity_name_t                              src/msg/msg_types.h
    u8  type             CEPH_ENTITY_TYPE_*
    s64 num              -1: not yet known
*/
import { CodecError } from '../errors.js'
import { entityTypeName, parseEntityType } from './entity-type.js'
import type { Codec } from '../codec.js'

/** A daemon by rank or a client by global_id: `mon.0`, `client.4117`. */
export interface EntityName {
  /** An EntityType; other numbers are kept as they come. */
  readonly type: number
  readonly num: bigint
}

export const entityNameCodec: Codec<EntityName> = {
  encode: (w, name) => void w.u8(name.type).s64(name.num),
  decode: r => ({ type: r.field('type', r => r.u8()), num: r.field('num', r => r.s64()) })
}

/** `mon.0`; a negative number is `mon.?`, as Ceph prints it. */
export function formatEntityName({ type, num }: EntityName): string {
  return `${entityTypeName(type)}.${num < 0n ? '?' : String(num)}`
}

/** @throws CodecError when the text is not TYPE.NUMBER */
export function parseEntityName(text: string): EntityName {
  const [, word = '', digits = ''] = /^([a-z]+)\.(-?\d{1,19})$/.exec(text) ?? []
  const type = parseEntityType(word)
  const num = BigInt(digits)
  if (type === undefined || BigInt.asIntN(64, num) !== num) {
    throw new CodecError(`Not an entity name: ${JSON.stringify(text)} (expected such as mon.0)`)
  }
  return { type, num }
}

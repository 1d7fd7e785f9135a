/*
  EntityName                                 src/common/entity_name.h
    u32    type            CEPH_ENTITY_TYPE_*
    string id              without the type: "admin"
*/
import { entityTypeName, parseEntityType, EntityType } from '@cephwire/codec'
import { MAX_ENTITY_ID_BYTES } from './constants.js'
import { AuthError } from './errors.js'
import type { Codec } from '@cephwire/codec'

/** Who authenticates: `client.admin`. C++'s class EntityName; not `entity_name_t`, which is type and number. */
export interface AuthEntity {
  /** An EntityType; other numbers are kept as they come from the wire. */
  readonly type: number
  readonly id: string
}

export const authEntityCodec: Codec<AuthEntity> = {
  encode: (w, entity) => void w.u32(entity.type).string(entity.id),
  decode: r => ({ type: r.field('type', r => r.u32()), id: r.field('id', r => r.string()) })
}

/** `client.admin` */
export function formatAuthEntity({ type, id }: AuthEntity): string {
  return `${entityTypeName(type)}.${id}`
}

/** One with spaces, controls, formatting characters or lone surrogates is no name that Ceph's tools can print. */
const unprintable = /[\s\p{C}]/u

/**
 * `client.admin`, `osd.3`, and `mon.`, the only one whose id may be empty: all monitors share its key.
 *
 * @throws AuthError when the text is none
 */
export function parseAuthEntity(text: string): AuthEntity {
  const dot = text.indexOf('.')
  const type = dot < 0 ? undefined : parseEntityType(text.slice(0, dot))
  const id = text.slice(dot + 1)
  if (type === undefined || type === EntityType.Auth) throw bad(text, 'expected TYPE.ID such as client.admin')
  if (id === '' && type !== EntityType.Mon) throw bad(text, 'the id is empty')
  if (unprintable.test(id)) throw bad(text, 'the id has a space or an unprintable character')
  if (Buffer.byteLength(id) > MAX_ENTITY_ID_BYTES) throw bad(text, `the id is over ${MAX_ENTITY_ID_BYTES} bytes`)
  return { type, id }
}

const MAX_SHOWN = 64

function bad(text: string, reason: string): AuthError {
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
  const printable = shown.replace(/[\p{C}\u2028\u2029]/gu, c => `\\u{${c.codePointAt(0)!.toString(16)}}`)
  return new AuthError(`Not an entity name: "${printable}": ${reason}`)
}

/*
  EntityName                                 src/common/entity_name.h
    u32 type             CEPH_ENTITY_TYPE_*
    string id
*/
import type { Codec } from '@cephwire/codec'

/** `client.admin`: the name of a key and of a section of the configuration. */
export interface AuthEntity {
  /** An EntityType; other numbers are kept as they come. */
  readonly type: number
  /** What stands behind the dot. */
  readonly id: string
}

export const authEntityCodec: Codec<AuthEntity> = {
  encode: (w, { type, id }) => void w.u32(type).string(id),
  decode: r => ({ type: r.field('type', r => r.u32()), id: r.field('id', r => r.string()) })
}

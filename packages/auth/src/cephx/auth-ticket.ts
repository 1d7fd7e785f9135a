/*
  What a monitor keeps of an entity and writes into tickets      src/auth/Auth.h
*/
import { utimeCodec } from '@cephwire/codec'
import { authEntityCodec } from '../auth-entity.js'
import { cryptoKeyCodec } from '../crypto-key.js'
import { decodeStructV } from './struct-v.js'
import type { Codec, Utime } from '@cephwire/codec'
import type { AuthEntity } from '../auth-entity.js'
import type { CryptoKey } from '../crypto-key.js'

/** CEPH_AUTH_UID_DEFAULT: what is left of a field that no release uses any more */
const AUTH_UID_DEFAULT = 0xffffffffffffffffn

/*
  AuthCapsInfo
    u8  struct_v         1
    u8  allow_all
    bl  caps             an encoded string: u32 len, "allow *"
*/
export interface AuthCapsInfo {
  readonly allowAll: boolean
  readonly caps: Uint8Array
}

export const authCapsInfoCodec: Codec<AuthCapsInfo> = {
  encode: (w, info) => void w.u8(1).bool(info.allowAll).blob(info.caps),
  decode(r) {
    decodeStructV(r)
    return { allowAll: r.field('allow_all', r => r.bool()), caps: r.field('caps', r => r.blob()) }
  }
}

/*
  AuthTicket
    u8  struct_v         2
    EntityName name
    u64 global_id
    u64 (unused)         since struct_v 2; −1
    utime created
    utime expires
    AuthCapsInfo caps
    u32 flags
*/
export interface AuthTicket {
  readonly name: AuthEntity
  readonly globalId: bigint
  readonly created: Utime
  readonly expires: Utime
  readonly caps: AuthCapsInfo
  readonly flags: number
}

export const authTicketCodec: Codec<AuthTicket> = {
  encode(w, ticket, features) {
    w.u8(2)
    authEntityCodec.encode(w, ticket.name, features)
    w.u64(ticket.globalId).u64(AUTH_UID_DEFAULT)
    utimeCodec.encode(w, ticket.created, features)
    utimeCodec.encode(w, ticket.expires, features)
    authCapsInfoCodec.encode(w, ticket.caps, features)
    w.u32(ticket.flags)
  },
  decode(r) {
    const structV = decodeStructV(r)
    const name = r.field('name', authEntityCodec.decode)
    const globalId = r.field('global_id', r => r.u64())
    if (structV >= 2) r.skip(8)
    return {
      name,
      globalId,
      created: r.field('created', utimeCodec.decode),
      expires: r.field('expires', utimeCodec.decode),
      caps: r.field('caps', authCapsInfoCodec.decode),
      flags: r.field('flags', r => r.u32())
    }
  }
}

/*
  EntityAuth
    u8  struct_v         3
    u64 (unused)         since struct_v 2; −1
    CryptoKey key
    map<string, bl> caps
    CryptoKey pending_key    since struct_v 3
*/
export interface EntityAuth {
  readonly key: CryptoKey
  /** By service; each an encoded string. */
  readonly caps: ReadonlyMap<string, Uint8Array>
  /** The key that replaces `key` once it is used; undefined in what releases before Quincy wrote. */
  readonly pendingKey: CryptoKey | undefined
}

export const entityAuthCodec: Codec<EntityAuth> = {
  encode(w, auth, features) {
    w.u8(auth.pendingKey === undefined ? 2 : 3).u64(AUTH_UID_DEFAULT)
    cryptoKeyCodec.encode(w, auth.key, features)
    w.map(
      auth.caps,
      (w, service) => w.string(service),
      (w, caps) => w.blob(caps)
    )
    if (auth.pendingKey !== undefined) cryptoKeyCodec.encode(w, auth.pendingKey, features)
  },
  decode(r) {
    const structV = decodeStructV(r)
    if (structV >= 2) r.skip(8)
    return {
      key: r.field('key', cryptoKeyCodec.decode),
      caps: r.field('caps', r =>
        r.map(
          r => r.string(),
          r => r.blob(),
          8
        )
      ),
      pendingKey: structV >= 3 ? r.field('pending_key', cryptoKeyCodec.decode) : undefined
    }
  }
}

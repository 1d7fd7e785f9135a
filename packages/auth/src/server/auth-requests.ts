/*
  What clients say first: the layouts are above ../mon-authenticator.ts
*/
import { Reader } from '@cephwire/codec'
import { authEntityCodec } from '../auth-entity.js'
import { decodeStructV } from '../cephx/struct-v.js'
import type { AuthEntity } from '../auth-entity.js'
import type { AuthHello } from '../mon-authenticator.js'

/** AUTH_MODE_MON … AUTH_MODE_MON_MAX */
const isMonMode = (mode: number): boolean => mode >= 10 && mode <= 19

/** @throws CodecError when it is none, or one for another kind of server */
export function decodeMonAuthRequest(payload: Uint8Array): { readonly entity: AuthEntity; readonly globalId: bigint } {
  const r = new Reader(payload)
  if (!isMonMode(r.u8())) r.fail('Not an authentication with a monitor')
  return { entity: r.field('entity_name', authEntityCodec.decode), globalId: r.field('global_id', r => r.u64()) }
}

/** @throws CodecError */
export function decodeAuthHello(payload: Uint8Array): AuthHello {
  const r = new Reader(payload)
  decodeStructV(r)
  return {
    methods: r.field('methods', r => r.list(r => r.u32(), 4)),
    entity: r.field('entity_name', authEntityCodec.decode),
    globalId: r.field('global_id', r => r.u64())
  }
}

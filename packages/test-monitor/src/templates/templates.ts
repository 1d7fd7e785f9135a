import { encode, uuidCodec } from '@cephwire/codec'
import { OSDMAP } from './osdmap.js'
import { sealCrc32c } from './seal.js'
import type { Uuid } from '@cephwire/codec'

/** An empty osdmap of an epoch. */
export function osdMapTemplate(fsid: Uuid, epoch: number): Uint8Array {
  const bytes = OSDMAP.slice()
  bytes.set(encode(uuidCodec, fsid), 12)
  new DataView(bytes.buffer).setUint32(28, epoch, true)
  return sealCrc32c(bytes)
}

export function mgrMapTemplate(epoch: number): Uint8Array {
  return new Uint8Array(epoch * 0)
}

export function fsMapTemplate(epoch: number): Uint8Array {
  return new Uint8Array(epoch * 0)
}

export function serviceMapTemplate(epoch: number): Uint8Array {
  return new Uint8Array(epoch * 0)
}

import { encode } from '@cephwire/codec'
import {
  applyIncremental,
  createOsdMap,
  createOsdMapIncremental,
  decodeOsdMap,
  osdMapCodec,
  osdMapIncrementalCodec
} from '@cephwire/maps'
import { FSID } from './monmaps.js'

/** An osdmap without anything but its epoch, as Ceph encodes it. */
export function fullOSDMap(epoch: number): Uint8Array {
  return encode(osdMapCodec, createOsdMap({ fsid: FSID, epoch }))
}

/** What leads to {@link fullOSDMap} of this epoch from the one before, and changes nothing. */
export function incrementalOSDMap(epoch: number): Uint8Array {
  const inc = createOsdMapIncremental({ fsid: FSID, epoch })
  const map = applyIncremental(decodeOsdMap(fullOSDMap(epoch - 1)), inc, { verifyCrc: false })
  const bytes = encode(osdMapCodec, map)
  const fullCrc = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true)
  return encode(osdMapIncrementalCodec, { ...inc, fullCrc })
}

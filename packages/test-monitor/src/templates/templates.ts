import { encode, uuidCodec } from '@cephwire/codec'
import { FSMAP } from './fsmap.js'
import { FSMAP_USER } from './fsmap-user.js'
import { MGRMAP } from './mgrmap.js'
import { OSDMAP } from './osdmap.js'
import { OSDMAP_INCREMENTAL } from './osdmap-incremental.js'
import { SERVICEMAP } from './servicemap.js'
import { fullCrc, sealIncremental, sealOSDMap } from './seal.js'
import type { Uuid } from '@cephwire/codec'

/*
  Maps that were recorded from real monitors, with another fsid and epoch: where these are.

    OSDMap, OSDMap::Incremental   outer and inner header of 6 bytes, uuid fsid, u32 epoch, …, checksums
    MgrMap, FSMap, FSMapUser      header of 6 bytes, u32 epoch
    ServiceMap                    header of 6 bytes, u64 epoch
*/
const FSID_AT = 12
const OSDMAP_EPOCH_AT = 28
const EPOCH_AT = 6

function patched(template: Uint8Array, epochAt: number, epoch: number, fsid?: Uuid): Uint8Array {
  const bytes = template.slice()
  new DataView(bytes.buffer).setUint32(epochAt, epoch, true)
  if (fsid !== undefined) bytes.set(encode(uuidCodec, fsid), FSID_AT)
  return bytes
}

/** An osdmap without OSDs and pools. */
export function osdMapTemplate(fsid: Uuid, epoch: number): Uint8Array {
  return sealOSDMap(patched(OSDMAP, OSDMAP_EPOCH_AT, epoch, fsid))
}

/** Leads from one epoch of the template to the next: nothing else is new. */
export function osdMapIncrementalTemplate(fsid: Uuid, epoch: number): Uint8Array {
  const incremental = patched(OSDMAP_INCREMENTAL, OSDMAP_EPOCH_AT, epoch, fsid)
  return sealIncremental(incremental, fullCrc(osdMapTemplate(fsid, epoch)))
}

/** No manager is active. */
export function mgrMapTemplate(epoch: number): Uint8Array {
  return patched(MGRMAP, EPOCH_AT, epoch)
}

/** No file systems. */
export function fsMapTemplate(epoch: number): Uint8Array {
  return patched(FSMAP, EPOCH_AT, epoch)
}

/** No file systems. */
export function fsMapUserTemplate(epoch: number): Uint8Array {
  return patched(FSMAP_USER, EPOCH_AT, epoch)
}

/** No services. */
export function serviceMapTemplate(epoch: number): Uint8Array {
  return patched(SERVICEMAP, EPOCH_AT, epoch)
}

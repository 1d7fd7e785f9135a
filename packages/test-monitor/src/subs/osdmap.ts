import { CephFeature, haveFeature } from '@cephwire/codec'
import { osdMap } from '@cephwire/messages'
import type { MOSDMap } from '@cephwire/messages'
import type { MonSession } from '../mon-session.js'
import type { CheckSub } from './subscriptions.js'

/** osd_map_message_max */
const MAX_MAPS = 40

/** Start 0: the newest in full. Otherwise what leads on from there, in messages of 40 maps. */
export const checkOSDMap: CheckSub = (session, { next, onetime }) => {
  const { osdmap } = session.monitor.cluster.state
  if (next > osdmap.epoch) return undefined
  if (next === 0n) {
    sendMaps(session, osdmap.epoch, osdmap.epoch, true)
    return osdmap.epoch
  }
  let first = Math.max(Number(next), session.osdEpoch + 1)
  if (first < osdmap.firstCommitted) {
    first = osdmap.firstCommitted
    sendMaps(session, first, first, true)
    first++
  }
  while (first <= osdmap.epoch) {
    const last = Math.min(first + MAX_MAPS - 1, osdmap.epoch)
    sendMaps(session, first, last, false)
    first = last + 1
    // Who asks once and knows this asks again for the rest.
    if (onetime && haveFeature(session.features, CephFeature.INCSUBOSDMAP)) break
  }
  return osdmap.epoch
}

/** @param full whether the map is wanted in full where there is an incremental one */
export function sendMaps(session: MonSession, first: number, last: number, full: boolean): void {
  session.osdEpoch = last
  session.send(osdMap, buildMaps(session, first, last, full))
}

export function buildMaps(session: MonSession, first: number, last: number, full: boolean): MOSDMap {
  const { osdmap, fsid } = session.monitor.cluster.state
  const incrementalMaps = new Map<number, Uint8Array>()
  const maps = new Map<number, Uint8Array>()
  for (let epoch = first; epoch <= last; epoch++) {
    const incremental = full ? undefined : osdmap.incremental(epoch)
    if (incremental === undefined) maps.set(epoch, osdmap.full(epoch))
    else incrementalMaps.set(epoch, incremental)
  }
  const { firstCommitted: clusterOsdmapTrimLowerBound, epoch: newestMap } = osdmap
  return { fsid, incrementalMaps, maps, clusterOsdmapTrimLowerBound, newestMap }
}

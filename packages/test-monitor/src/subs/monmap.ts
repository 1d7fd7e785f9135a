import { encode } from '@cephwire/codec'
import { monMapCodec } from '@cephwire/maps'
import { monMap } from '@cephwire/messages'
import type { MonSession } from '../mon-session.js'
import type { CheckSub } from './subscriptions.js'

/** Sends the monmap, encoded for the peer. */
export function sendMonMap(session: MonSession): void {
  const { map } = session.monitor.cluster.state.monmap
  const { wrongFsid } = session.faults.current
  const told = wrongFsid === undefined ? map : { ...map, fsid: wrongFsid }
  session.send(monMap, { monmapBl: encode(monMapCodec, told, session.features) })
}

export const checkMonMap: CheckSub = (session, { next }) => {
  const { epoch } = session.monitor.cluster.state.monmap
  if (next > epoch) return undefined
  sendMonMap(session)
  return epoch
}

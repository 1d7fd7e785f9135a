import { serviceMap } from '@cephwire/messages'
import type { CheckSub } from './subscriptions.js'

export const checkServiceMap: CheckSub = (session, { next }) => {
  const { epoch, bytes } = session.monitor.cluster.state.servicemap
  if (next > epoch) return undefined
  session.send(serviceMap, { serviceMap: bytes })
  return epoch
}

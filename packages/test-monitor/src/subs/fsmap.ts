import { fsMap, fsMapUser } from '@cephwire/messages'
import { fsMapUserTemplate } from '../templates/templates.js'
import type { CheckSub } from './subscriptions.js'

export const checkFSMap: CheckSub = (session, { next }) => {
  const { epoch, bytes } = session.monitor.cluster.state.fsmap
  if (next > epoch) return undefined
  session.send(fsMap, { epoch, fsmap: bytes })
  return epoch
}

export const checkFSMapUser: CheckSub = (session, { next }) => {
  const { epoch } = session.monitor.cluster.state.fsmap
  if (next > epoch) return undefined
  session.send(fsMapUser, { epoch, fsmap: fsMapUserTemplate(epoch) })
  return epoch
}

import { mgrDigest, mgrMap } from '@cephwire/messages'
import { formatJson } from '../format/json-formatter.js'
import { healthJson } from '../status/health-json.js'
import { monStatusJson } from '../status/mon-status.js'
import type { CheckSub } from './subscriptions.js'

export const checkMgrMap: CheckSub = (session, { next }) => {
  const { mgrmap } = session.monitor.cluster.state
  if (next > mgrmap.epoch) return undefined
  session.send(mgrMap, { map: mgrmap.bytes })
  return mgrmap.epoch
}

/** Has no versions: it comes when somebody begins, when health changes and every few seconds. */
export const checkMgrDigest: CheckSub = session => {
  const { monitor } = session
  const { state } = monitor.cluster
  const bytes = new TextEncoder()
  session.send(mgrDigest, {
    monStatusJson: bytes.encode(formatJson(monStatusJson(state, monitor))),
    healthJson: bytes.encode(formatJson(healthJson(state, true)))
  })
  return undefined
}

import { config } from '@cephwire/messages'
import type { CheckSub } from './subscriptions.js'

/** What holds for the peer, when that has changed. */
export const checkConfig: CheckSub = (session, { next }) => {
  const state = session.monitor.cluster.state.config
  if (next > state.version) return undefined
  const values = new Map(
    [...state.effective(session.entity, session.hostname)].map(([name, { value }]) => [name, value])
  )
  const text = JSON.stringify([...values].sort())
  if (text !== session.configSent) {
    session.configSent = text
    session.send(config, { config: values })
  }
  return state.version
}

import { ping } from '@cephwire/messages'
import { formatJson } from '../format/json-formatter.js'
import { handler } from './handler.js'
import { healthJson } from '../status/health-json.js'
import { monStatusJson } from '../status/mon-status.js'

/** MPing: how this monitor is, in quorum or not, for anybody. */
export const handlePing = handler(ping, {
  anonymous: true,
  alone: true,
  handle(session, _ping, message) {
    const { monitor } = session
    const { state } = monitor.cluster
    const text = formatJson({ health: healthJson(state), mon_status: monStatusJson(state, monitor) }, true)
    session.reply(message, ping, { text })
  }
})

import { log, logAck } from '@cephwire/messages'
import { handler } from './handler.js'

/** MLog: entries for the cluster log. */
export const handleLog = handler(log, {
  handle(session, { fsid, entries }, message) {
    const { state } = session.monitor.cluster
    const last = entries.at(-1)
    if (!session.isCapable('log', 'w') || fsid !== state.fsid || last === undefined) return
    state.log.append(...entries)
    session.reply(message, logAck, { fsid, last: last.seq, channel: '' })
  }
})

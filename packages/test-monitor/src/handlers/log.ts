import { log, logAck } from '@cephwire/messages'
import { handler } from './handler.js'

/** MLog: entries for the cluster log. One in which nothing is new is not answered: src/mon/LogMonitor.cc, preprocess_log */
export const handleLog = handler(log, {
  handle(session, { fsid, entries }, message) {
    const { state } = session.monitor.cluster
    const last = entries.at(-1)
    if (!session.isCapable('log', 'w') || fsid !== state.fsid || last === undefined) return
    const unknown = entries.filter(entry => !state.log.knows(entry))
    if (unknown.length === 0) return
    state.log.append(...unknown)
    session.reply(message, logAck, { fsid, last: last.seq, channel: '' })
  }
})

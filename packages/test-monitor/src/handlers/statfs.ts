import { getPoolStats, getPoolStatsReply, statfs, statfsReply } from '@cephwire/messages'
import { handler } from './handler.js'

/** MStatfs: without caps, with another fsid or for a pool that is not there it is never answered. */
export const handleStatfs = handler(statfs, {
  handle(session, { fsid, dataPool }, message) {
    const { state } = session.monitor.cluster
    if (!session.isCapable('pg', 'r') || fsid !== state.fsid) return
    if (dataPool !== undefined && state.osdmap.pool(Number(dataPool)) === undefined) return
    const { kb, kbUsed, kbAvail, numObjects } = state.usage
    session.reply(message, statfsReply, { fsid, version: BigInt(state.osdmap.epoch), kb, kbUsed, kbAvail, numObjects })
  }
})

/** MGetPoolStats: no pool has statistics, since there are no OSDs to count. */
export const handleGetPoolStats = handler(getPoolStats, {
  handle(session, { fsid }, message) {
    const { state } = session.monitor.cluster
    if (!session.isCapable('pg', 'r') || fsid !== state.fsid) return
    const version = BigInt(state.osdmap.epoch)
    session.reply(message, getPoolStatsReply, { version, fsid, poolStats: new Map(), perPool: true })
  }
})

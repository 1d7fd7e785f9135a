import { monGetVersion, monGetVersionReply } from '@cephwire/messages'
import { handler } from './handler.js'

/** MMonGetVersion; other names than these are never answered. */
export const handleGetVersion = handler(monGetVersion, {
  handle(session, { handle, what }, message) {
    if (!session.isCapable('mon', 'r')) return
    const { monmap, osdmap, fsmap } = session.monitor.cluster.state
    const maps = new Map<string, { readonly epoch: number; readonly firstCommitted: number }>([
      ['monmap', monmap],
      ['osdmap', osdmap],
      ['mdsmap', fsmap],
      ['fsmap', fsmap]
    ])
    const map = maps.get(what)
    if (map === undefined) return
    const { epoch, firstCommitted } = map
    session.reply(message, monGetVersionReply, {
      handle,
      version: BigInt(epoch),
      oldestVersion: BigInt(firstCommitted)
    })
  }
})

import { fsMapUser, mgrMap, monCommandAck, monGetVersionReply, monSubscribeAck, osdMap } from '@cephwire/messages'
import { fullOSDMap } from '../../support/osdmaps.js'
import { FSID } from '../../support/monmaps.js'
import type { Message } from '@cephwire/messenger'
import type { ScriptedConnection } from './scripted-connection.js'

/** Bytes that stand for a map of an epoch, wherever nobody looks into it: ENCODE_START and the epoch. */
export function mapBytes(epoch: number): Uint8Array {
  return Uint8Array.of(1, 1, 4, 0, 0, 0, epoch, 0, 0, 0)
}

/** MMonCommandAck for a MMonCommand. */
export function answerCommand(
  { tid }: Pick<Message, 'tid'>,
  connection: ScriptedConnection,
  { r = 0, rs = '', data = new Uint8Array(0) }: { r?: number; rs?: string; data?: Uint8Array } = {}
): void {
  connection.send(monCommandAck, { version: 0n, r, rs, cmd: [] }, { tid, data })
}

/** MMonGetVersionReply for a MMonGetVersion whose handle is its tid. */
export function answerVersion({ tid }: Pick<Message, 'tid'>, connection: ScriptedConnection, version: bigint): void {
  connection.send(monGetVersionReply, { handle: tid, version, oldestVersion: 1n }, { tid })
}

/** A full osdmap of one epoch. */
export function sendOSDMap(connection: ScriptedConnection, epoch: number): void {
  connection.send(osdMap, {
    fsid: FSID,
    incrementalMaps: new Map(),
    maps: new Map([[epoch, fullOSDMap(epoch)]]),
    clusterOsdmapTrimLowerBound: 1,
    newestMap: epoch
  })
}

export function sendMgrMap(connection: ScriptedConnection, epoch: number): void {
  connection.send(mgrMap, { map: mapBytes(epoch) })
}

export function sendFSMapUser(connection: ScriptedConnection, epoch: number): void {
  connection.send(fsMapUser, { epoch, fsmap: mapBytes(epoch) })
}

/** MMonSubscribeAck: subscribe again within so many seconds. */
export function acknowledge(connection: ScriptedConnection, interval: number): void {
  connection.send(monSubscribeAck, { interval, fsid: FSID })
}

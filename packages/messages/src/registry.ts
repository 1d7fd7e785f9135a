import { monGetMap } from './mon/mon-get-map.js'
import { monMap } from './mon/mon-map.js'
import { monSubscribe } from './mon/mon-subscribe.js'
import { monSubscribeAck } from './mon/mon-subscribe-ack.js'
import { monCommand } from './mon/mon-command.js'
import { monCommandAck } from './mon/mon-command-ack.js'
import { monGetVersion } from './mon/mon-get-version.js'
import { monGetVersionReply } from './mon/mon-get-version-reply.js'
import { monGetOSDMap } from './mon/mon-get-osd-map.js'
import { auth } from './auth/auth.js'
import { authReply } from './auth/auth-reply.js'
import { osdMap } from './map/osd-map.js'
import { fsMap } from './map/fs-map.js'
import { fsMapUser } from './map/fs-map-user.js'
import { mdsMap } from './map/mds-map.js'
import { mgrMap } from './map/mgr-map.js'
import { mgrDigest } from './map/mgr-digest.js'
import { serviceMap } from './map/service-map.js'
import { ping } from './misc/ping.js'
import { config } from './misc/config.js'
import { getConfig } from './misc/get-config.js'
import { log } from './misc/log.js'
import { logAck } from './misc/log-ack.js'
import { kvData } from './misc/kv-data.js'
import { statfs } from './misc/statfs.js'
import { statfsReply } from './misc/statfs-reply.js'
import { getPoolStats } from './misc/get-pool-stats.js'
import { getPoolStatsReply } from './misc/get-pool-stats-reply.js'
import { poolOp } from './misc/pool-op.js'
import { poolOpReply } from './misc/pool-op-reply.js'
import { command } from './misc/command.js'
import { commandReply } from './misc/command-reply.js'
import { mgrCommand } from './mgr/mgr-command.js'
import { mgrCommandReply } from './mgr/mgr-command-reply.js'
import { decodeFront } from './message-codec.js'
import type { ReaderLimits } from '@cephwire/codec'
import type { EncodedMessage, MessageCodec } from './message-codec.js'

/** Every message that this package knows. */
export const messageCodecs = [
  monGetMap,
  monMap,
  monSubscribe,
  monSubscribeAck,
  monCommand,
  monCommandAck,
  monGetVersion,
  monGetVersionReply,
  monGetOSDMap,
  auth,
  authReply,
  osdMap,
  fsMap,
  fsMapUser,
  mdsMap,
  mgrMap,
  mgrDigest,
  serviceMap,
  ping,
  config,
  getConfig,
  log,
  logAck,
  kvData,
  statfs,
  statfsReply,
  getPoolStats,
  getPoolStatsReply,
  poolOp,
  poolOpReply,
  command,
  commandReply,
  mgrCommand,
  mgrCommandReply
] as const

type CodecOf = (typeof messageCodecs)[number]
type DecodedOf<C> =
  C extends MessageCodec<infer T, infer Name>
    ? { readonly name: Name; readonly type: number; readonly value: T }
    : never

/** A message of any known type; `name` tells which. */
export type DecodedMessage = DecodedOf<CodecOf>

const byType: ReadonlyMap<number, CodecOf> = new Map(messageCodecs.map(codec => [codec.type, codec]))

/** The codec for header.type; undefined for a type that this package does not know. */
export function messageCodec(type: number): CodecOf | undefined {
  return byType.get(type)
}

/**
 * The message that a header and a front section are; undefined for a type that this package does not know.
 *
 * @throws IncompatibleVersionError when header.compat_version is newer than this package
 * @throws CodecError when the front is not such a message
 */
export function decodeMessage(message: EncodedMessage, limits?: Partial<ReaderLimits>): DecodedMessage | undefined {
  const codec = byType.get(message.type)
  if (codec === undefined) return undefined
  const { name, type } = codec
  // Name and value belong together since they come from one codec, which a union of codecs cannot express.
  return { name, type, value: decodeFront<unknown>(codec as MessageCodec<unknown>, message, limits) } as DecodedMessage
}

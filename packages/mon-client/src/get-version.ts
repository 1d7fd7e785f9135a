import { decodeFront, encodeMessage, monGetVersion, monGetVersionReply } from '@cephwire/messages'
import type { Message, OutgoingMessage } from '@cephwire/messenger'
import type { MapVersions, VersionedMap } from './client-types.js'

export function encodeGetVersion(map: VersionedMap, tid: bigint): OutgoingMessage {
  return { ...encodeMessage(monGetVersion, { handle: tid, what: map }), tid }
}

/** @throws CodecError */
export function decodeMapVersions(reply: Message): MapVersions {
  const { version, oldestVersion } = decodeFront(monGetVersionReply, reply)
  return { newest: version, oldest: oldestVersion }
}

/**
 * Which request an answer is for: its handle, since old monitors leave the header's tid 0. One that does not decode is
 * still the answer to its tid, and rejects that request.
 */
export function versionHandleOf(message: Message): bigint {
  try {
    return decodeFront(monGetVersionReply, message).handle
  } catch (error) {
    if (message.tid === 0n) throw error
    return message.tid
  }
}

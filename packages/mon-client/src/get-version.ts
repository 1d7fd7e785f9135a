import { decodeFront, encodeMessage, monGetVersion, monGetVersionReply } from '@cephwire/messages'
import { MonSessionError } from './errors.js'
import type { Message, OutgoingMessage } from '@cephwire/messenger'
import type { MapVersions, VersionedMap } from './client-types.js'
import type { SilenceHints } from './requests.js'
import type { BareRequest } from './requests/bare-request.js'

/** Asks for the versions of a map that the monitors have. */
export function versionRequest(map: VersionedMap): BareRequest<MapVersions> {
  return {
    what: `version of ${map}`,
    encode: tid => encodeGetVersion(map, tid),
    replyType: monGetVersionReply.type,
    readOnly: true,
    silence: hintsOf(map),
    decode: decodeMapVersions
  }
}

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
 *
 * @throws MonSessionError for an answer with the tid of one request and the handle of another; CodecError without a tid
 */
export function versionHandleOf(message: Message): bigint {
  const { tid } = message
  const handle = handleOf(message)
  if (tid === 0n || tid === handle) return handle
  throw new MonSessionError(`The answer to MMonGetVersion ${tid} has the handle ${handle}`)
}

function handleOf(message: Message): bigint {
  try {
    return decodeFront(monGetVersionReply, message).handle
  } catch (error) {
    if (message.tid === 0n) throw error
    return message.tid
  }
}

/** What each map's version needs: without it, and for other names, monitors do not answer. */
const CAPS: Readonly<Record<VersionedMap, string>> = {
  monmap: 'mon r',
  osdmap: 'osd r',
  mdsmap: 'mds r',
  fsmap: 'mds r'
}

/** Why monitors may not tell the version of a map. */
function hintsOf(map: VersionedMap): SilenceHints {
  if (Object.hasOwn(CAPS, map)) return { caps: CAPS[map] }
  return { unknownName: { name: map, known: Object.keys(CAPS) } }
}

import { encode, IncompatibleVersionError, Reader } from '@cephwire/codec'
import type { Encode, Features, ReaderLimits } from '@cephwire/codec'

/**
 * Both directions of one message's front section.
 *
 * A MESSAGE frame has a header and three sections: front, middle and data. The front is what these codecs read and
 * write; the middle is always empty between clients and monitors, and the data section is a bufferlist of its own (the
 * messages that use it say so).
 */
export interface MessageCodec<T, Name extends string = string> {
  /** Type number in the message header: a {@link MessageType}. */
  readonly type: number
  /** Ceph's class, such as `MMonCommand`. */
  readonly name: Name
  /** header.version of the layout that `encode` writes, the newest that `decode` knows: HEAD_VERSION. */
  readonly headVersion: number
  /** header.compat_version that goes with it: the oldest decoder that may read it, COMPAT_VERSION. */
  readonly compatVersion: number
  readonly encode: Encode<T>
  /** @param version header.version of the message: older ones have fewer fields; default `headVersion` */
  readonly decode: (r: Reader, version?: number) => T
}

/** What a message header and the front section say. */
export interface EncodedMessage {
  /** header.type */
  readonly type: number
  /** header.version */
  readonly version: number
  /** header.compat_version; 0 where the sender does not know. */
  readonly compatVersion: number
  readonly front: Uint8Array
}

/**
 * The header's numbers and the front section of a message.
 *
 * @param features of the peer; default: everything the codec package knows
 * @throws CodecError when a value does not fit its wire type
 */
export function encodeMessage<T>(codec: MessageCodec<T>, value: T, features?: Features): EncodedMessage {
  const { type, headVersion: version, compatVersion } = codec
  return { type, version, compatVersion, front: encode(codec, value, features) }
}

/**
 * The message in a front section. Bytes behind the last known field are skipped, as Ceph does: fields have been
 * appended without a new version.
 *
 * @throws IncompatibleVersionError when header.compat_version is newer than the codec
 * @throws CodecError when the front is not this message
 */
export function decodeFront<T>(
  codec: MessageCodec<T>,
  { version, compatVersion, front }: Omit<EncodedMessage, 'type'>,
  limits?: Partial<ReaderLimits>
): T {
  const r = new Reader(front, limits)
  return r.field(codec.name, r => {
    if (compatVersion > codec.headVersion) {
      throw new IncompatibleVersionError(version, compatVersion, codec.headVersion, r.place())
    }
    return codec.decode(r, version)
  })
}

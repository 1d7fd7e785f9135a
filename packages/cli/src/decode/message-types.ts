/*
  An encoded message                         src/msg/Message.cc, encode_message()
    ceph_msg_header, 53 bytes
      u64 seq, u64 tid
      u16 type, u16 priority, u16 version
      u32 front_len, u32 middle_len, u32 data_len
      u16 data_off
      entity_name_t src
      u16 compat_version, u16 reserved
      u32 crc
    ceph_msg_footer_old, 13 bytes
    bufferlist front, bufferlist middle, bufferlist data

  A front alone is read as one of the newest version.
*/
import { CodecError, encode, entityAddrvecToJson, Reader } from '@cephwire/codec'
import { decodeFront, logEntryCodec, messageCodecs } from '@cephwire/messages'
import { decodable } from './decodable.js'
import { fieldsToJson, toJson } from './to-json.js'
import type { EncodedMessage, MessageCodec } from '@cephwire/messages'
import type { Decodable } from './decodable.js'

const FOOTER_BYTES = 13

/** Levels as they stand in the log: src/common/LogEntry.cc */
const prioNames = ['[DBG]', '[INF]', '[SEC]', '[WRN]', '[ERR]']

/**
 * What @cephwire/messages knows: the front section, alone or in a whole message as ceph-dencoder reads it; and the lines
 * of the log.
 */
export const messageTypes: readonly Decodable[] = [
  ...messageCodecs.map(codec => messageType(codec as unknown as MessageCodec<unknown>)),
  decodable('LogEntry', logEntryCodec, ({ prio, msg, ...entry }) => ({
    ...fieldsToJson(entry),
    addrs: entityAddrvecToJson(entry.addrs),
    priority: prioNames[prio] ?? '[???]',
    message: msg
  }))
]

function messageType(codec: MessageCodec<unknown>): Decodable {
  const { name, type, headVersion: version, compatVersion } = codec
  return {
    name,
    decode(bytes) {
      const message = unwrap(bytes, type) ?? { type, version, compatVersion, front: bytes }
      const value = decodeFront(codec, message)
      return { json: toJson(value), encode: features => encode(codec, value, features), bytes: message.front }
    }
  }
}

/** Undefined for what is no whole message of this type. The lengths in the header may be those of before encoding. */
function unwrap(bytes: Uint8Array, expected: number): EncodedMessage | undefined {
  const r = new Reader(bytes)
  try {
    r.skip(16)
    const type = r.u16()
    r.skip(2)
    const version = r.u16()
    r.skip(12 + 2 + 9)
    const compatVersion = r.u16()
    r.skip(2 + 4 + FOOTER_BYTES)
    const front = r.blob()
    r.skip(r.u32())
    r.skip(r.u32())
    return type === expected && r.remaining === 0 ? { type, version, compatVersion, front } : undefined
  } catch (error) {
    if (error instanceof CodecError) return undefined
    throw error
  }
}

/*
  A message in ceph-object-corpus            src/msg/Message.cc, encode_message()
    ceph_msg_header, 53 bytes
      u64 seq, u64 tid
      u16 type, u16 priority, u16 version
      u32 front_len, u32 middle_len, u32 data_len
      u16 data_off
      entity_name_t src
      u16 compat_version, u16 reserved
      u32 crc
    ceph_msg_footer_old, 13 bytes
      u32 front_crc, u32 middle_crc, u32 data_crc
      u8  flags
    bufferlist front
    bufferlist middle
    bufferlist data
*/
import { crc32c, Reader } from '@cephwire/codec'
import type { EncodedMessage } from '@cephwire/messages'

/** The header's numbers and the front; checks the front's CRC where the object has one. */
export function unwrap(bytes: Uint8Array): EncodedMessage {
  const r = new Reader(bytes)
  r.skip(16)
  const type = r.u16()
  r.skip(2)
  const version = r.u16()
  r.skip(12 + 2 + 9)
  const compatVersion = r.u16()
  r.skip(2 + 4)
  const frontCrc = r.u32()
  r.skip(9)
  const front = r.blob()
  r.blob()
  r.blob()
  if (r.remaining !== 0) r.fail('Bytes behind the data')
  if (crc32c(0, front) !== frontCrc) r.fail('The CRC of the front is another')
  return { type, version, compatVersion, front }
}

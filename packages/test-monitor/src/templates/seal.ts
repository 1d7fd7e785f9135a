import { crc32c } from '@cephwire/codec'

/** Writes the CRC-32C of everything before the last four bytes into them, as an OSDMap ends. In place. */
export function sealCrc32c(bytes: Uint8Array): Uint8Array {
  const body = bytes.subarray(0, bytes.length - 4)
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(body.length, crc32c(0xffffffff, body), true)
  return bytes
}

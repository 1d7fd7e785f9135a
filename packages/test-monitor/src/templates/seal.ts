import { crc32c } from '@cephwire/codec'

/** The CRC-32C that stands in the last four bytes of an OSDMap. */
export function fullCrc(bytes: Uint8Array): number {
  return crc32c(0xffffffff, bytes.subarray(0, bytes.length - 4))
}

/** Writes the CRC-32C into the end of an OSDMap, in place. */
export function sealOSDMap(bytes: Uint8Array): Uint8Array {
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(bytes.length - 4, fullCrc(bytes), true)
  return bytes
}

/** Writes the checksums into the end of an OSDMap::Incremental, in place: its own, then that of the map it leads to. */
export function sealIncremental(bytes: Uint8Array, crcOfFull: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const end = bytes.length
  view.setUint32(end - 4, crcOfFull, true)
  const crc = crc32c(crc32c(0xffffffff, bytes.subarray(0, end - 8)), bytes.subarray(end - 4))
  view.setUint32(end - 8, crc, true)
  return bytes
}

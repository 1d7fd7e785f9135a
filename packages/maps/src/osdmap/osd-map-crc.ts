import { crc32c } from '@cephwire/codec'
import { MapCrcError } from '../errors.js'

const CRC_BYTES = 4

/** CRC-32C of everything but the checksum itself, which is at an offset. */
export function crcAround(bytes: Uint8Array, crcAt: number): number {
  const front = crc32c(0xffffffff, bytes.subarray(0, crcAt))
  return crc32c(front, bytes.subarray(crcAt + CRC_BYTES))
}

/** @throws MapCrcError */
export function checkCrc(what: string, expected: number, actual: number): void {
  if (expected !== actual) throw new MapCrcError(what, expected, actual)
}

/*
  CRC-32C (Castagnoli, reflected polynomial 0x82f63b78) as Ceph has it: ceph_crc32c(seed, bytes) is the raw register,
  neither inverted before nor after (src/common/sctp_crc32.c). Chaining: crc32c(crc32c(s, a), b) = crc32c(s, ab).
*/
import { createRequire } from 'node:module'

const POLYNOMIAL = 0x82f63b78
/** From here on the call into a native module costs less than it saves. */
const NATIVE_FROM_BYTES = 1024

/** tables[k * 256 + b]: the register after byte b and k zero bytes. Slicing by eight. */
const tables: Uint32Array = buildTables()

function buildTables(): Uint32Array {
  const t = new Uint32Array(8 * 256)
  for (let b = 0; b < 256; b++) {
    let crc = b
    for (let i = 0; i < 8; i++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    t[b] = crc
  }
  for (let b = 0; b < 256; b++) {
    for (let k = 1; k < 8; k++) {
      const before = t[(k - 1) * 256 + b]!
      t[k * 256 + b] = (before >>> 8) ^ t[before & 0xff]!
    }
  }
  return t
}

function portable(seed: number, bytes: Uint8Array): number {
  const t = tables
  const length = bytes.length
  let crc = seed | 0
  let i = 0
  for (const end = length - 7; i < end; i += 8) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    crc =
      t[1792 + (crc & 0xff)]! ^
      t[1536 + ((crc >>> 8) & 0xff)]! ^
      t[1280 + ((crc >>> 16) & 0xff)]! ^
      t[1024 + (crc >>> 24)]! ^
      t[768 + bytes[i + 4]!]! ^
      t[512 + bytes[i + 5]!]! ^
      t[256 + bytes[i + 6]!]! ^
      t[bytes[i + 7]!]!
  }
  for (; i < length; i++) crc = (crc >>> 8) ^ t[(crc ^ bytes[i]!) & 0xff]!
  return crc >>> 0
}

/** The standard CRC-32C: inverted before and after. */
type StandardCrc32c = (input: Uint8Array, crc?: number) => number

/** The prebuilt native module, when the program that uses this package has installed it. */
function loadNative(): StandardCrc32c | undefined {
  try {
    const { crc32c } = createRequire(import.meta.url)('@node-rs/crc32') as { crc32c: StandardCrc32c }
    // The seed convention is checked once, so that a changed module is not believed.
    const sample = Uint8Array.of(1, 2, 3, 4, 5)
    return ~crc32c(sample, ~7 >>> 0) >>> 0 === portable(7, sample) ? crc32c : undefined
  } catch {
    return undefined
  }
}

const native: StandardCrc32c | undefined = loadNative()

/** Which implementation long inputs go to. */
export const crc32cImplementation: 'native' | 'portable' = native === undefined ? 'portable' : 'native'

/**
 * CRC-32C of `bytes` continued from `seed`, as a u32.
 *
 * Ceph seeds with 0xffffffff for the segments of a frame and for maps, with 0 for a msgr2 preamble and for msgr1.
 */
export function crc32c(seed: number, bytes: Uint8Array): number {
  if (native !== undefined && bytes.length >= NATIVE_FROM_BYTES) return ~native(bytes, ~seed >>> 0) >>> 0
  return portable(seed, bytes)
}

/** The table-driven implementation, whatever is installed. */
export function crc32cPortable(seed: number, bytes: Uint8Array): number {
  return portable(seed, bytes)
}

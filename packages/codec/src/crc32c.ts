/*
  CRC-32C (Castagnoli, reflected polynomial 0x82f63b78) as Ceph has it: ceph_crc32c(seed, bytes) is the raw register,
  neither inverted before nor after (src/common/sctp_crc32.c). Chaining: crc32c(crc32c(s, a), b) = crc32c(s, ab).
*/
import { createRequire } from 'node:module'
import { compileCrc32c } from './crc32c-wasm.js'

const POLYNOMIAL = 0x82f63b78
/** From here on the copy into WebAssembly costs less than it saves. */
const WASM_FROM_BYTES = 96
/** As many bytes go by before WebAssembly is compiled: a program that asks one question is done sooner without. */
const WASM_AFTER_BYTES = 16384
/** From here on the call into a native module costs less than it saves. */
const NATIVE_FROM_BYTES = 2048

/** tables[k * 256 + b]: the register after byte b and k zero bytes. Eight of them serve here, all in WebAssembly. */
const tables: Uint32Array = buildTables()

function buildTables(): Uint32Array {
  const t = new Uint32Array(16 * 256)
  for (let b = 0; b < 256; b++) {
    let crc = b
    for (let i = 0; i < 8; i++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    t[b] = crc
  }
  for (let b = 0; b < 256; b++) {
    for (let k = 1; k < 16; k++) {
      const before = t[(k - 1) * 256 + b]!
      t[k * 256 + b] = (before >>> 8) ^ t[before & 0xff]!
    }
  }
  return t
}

/** Slicing by eight. */
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

/** Bytes that the other implementations are tried on before they are believed. */
const sample = Uint8Array.from({ length: 300 }, (_, i) => i * 7)

/** The prebuilt native module, when the program that uses this package has installed it. */
function loadNative(): StandardCrc32c | undefined {
  try {
    const require = createRequire(import.meta.url)
    const { crc32c } = require('@node-rs/crc32') as { crc32c: StandardCrc32c }
    return ~crc32c(sample, ~7 >>> 0) >>> 0 === portable(7, sample) ? crc32c : undefined
  } catch {
    return undefined
  }
}

function loadWasm(): typeof portable {
  const compiled = compileCrc32c(tables)
  return compiled?.(7, sample) === portable(7, sample) ? compiled : portable
}

const native: StandardCrc32c | undefined = loadNative()
let wasm: typeof portable | undefined
/** Of inputs for which it would have been of use. */
let bytesBeforeWasm = 0

/** Which implementation long inputs go to: `native` is the optional @node-rs/crc32. */
export const crc32cImplementation: 'native' | 'portable' = native === undefined ? 'portable' : 'native'

/**
 * CRC-32C of `bytes` continued from `seed`, as a u32.
 *
 * Ceph seeds with 0xffffffff for the segments of a frame and for maps, with 0 for a msgr2 preamble and for msgr1.
 */
export function crc32c(seed: number, bytes: Uint8Array): number {
  if (bytes.length < WASM_FROM_BYTES) return portable(seed, bytes)
  if (native !== undefined && bytes.length >= NATIVE_FROM_BYTES) return ~native(bytes, ~seed >>> 0) >>> 0
  if (wasm !== undefined) return wasm(seed, bytes)
  bytesBeforeWasm += bytes.length
  if (bytesBeforeWasm < WASM_AFTER_BYTES) return portable(seed, bytes)
  wasm = loadWasm()
  return wasm(seed, bytes)
}

/** The table-driven implementation in JavaScript, whatever is installed. */
export function crc32cPortable(seed: number, bytes: Uint8Array): number {
  return portable(seed, bytes)
}

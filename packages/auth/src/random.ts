import { randomBytes } from 'node:crypto'

/** Where fresh random bytes come from; injected so that a recorded conversation can be replayed. */
export type RandomBytes = (bytes: number) => Uint8Array

/** The operating system's. */
export const systemRandom: RandomBytes = bytes => randomBytes(bytes)

/** A u64 of fresh random bytes. */
export function randomU64(random: RandomBytes): bigint {
  const bytes = random(8)
  return new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true)
}

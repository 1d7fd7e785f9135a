import type { ConnectionPlace, MessengerLimits } from '@cephwire/messenger'
import { defaultMessengerLimits } from '@cephwire/messenger'

export const place: ConnectionPlace = { peer: 'v2:10.0.0.1:3300/0', phase: 'TESTING' }

export const limits: MessengerLimits = defaultMessengerLimits

export function concat(...pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(pieces))
}

/** The bytes with one bit changed. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = Uint8Array.from(bytes)
  flipped[bit >> 3]! ^= 1 << (bit & 7)
  return flipped
}

export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

/** `length` bytes that differ from their neighbours. */
export const pattern = (length: number, start = 0): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 7 + start) & 0xff)

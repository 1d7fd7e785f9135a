/*
  Frames in secure mode, revision 1          src/msg/async/frames_v2.cc

    96 bytes             GCM( preamble ‖ first 48 bytes of segment 0, zero-padded ) ‖ tag
    if segment 0 > 48    GCM( rest of segment 0, padded to 16 ) ‖ tag
    if num_segments > 1  GCM( segments 1 … 3, each padded to 16 ‖ u8 late_status, 15 zeros ) ‖ tag

  AES-128-GCM without associated data; each block takes a nonce of its own. Lengths in the preamble are without padding.

  Connection secret                          src/msg/async/crypto_onwire.cc
    16 bytes key
    12 bytes nonce, server → client
    12 bytes nonce, client → server
    … unused
*/
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'
import { FrameIntegrityError } from '../errors.js'
import { countSegments } from '../frame.js'
import { PREAMBLE_BYTES, decodePreamble, encodePreamble } from '../preamble.js'
import { GCM_NONCE_BYTES, GcmNonce } from './gcm-nonce.js'
import { LATE_STATUS_COMPLETE, isAborted } from './late-status.js'
import type { KeyObject } from 'node:crypto'
import type { ConnectionPlace } from '../errors.js'
import type { Open, Seal } from './seal.js'

const KEY_BYTES = 16
const TAG_BYTES = 16
const BLOCK_BYTES = 16
const INLINE_BYTES = 48
const EPILOGUE_BYTES = 16
/** Plaintext of the first block. */
const HEAD_BYTES = PREAMBLE_BYTES + INLINE_BYTES

/** Bytes that a connection secret has at least. */
export const CONNECTION_SECRET_BYTES = KEY_BYTES + 2 * GCM_NONCE_BYTES

const GCM = 'aes-128-gcm'
const gcmOptions = { authTagLength: TAG_BYTES } as const

/** Without arithmetic of 32 bits on `length` itself, which may be any u32. */
const padded = (length: number): number => length + (-length & (BLOCK_BYTES - 1))

/** Which end of the connection this side is. */
export type Side = 'client' | 'server'

function directionKey(secret: Uint8Array, from: Side): { key: KeyObject; nonce: GcmNonce } {
  const nonceAt = from === 'server' ? KEY_BYTES : KEY_BYTES + GCM_NONCE_BYTES
  return {
    key: createSecretKey(secret.subarray(0, KEY_BYTES)),
    nonce: new GcmNonce(secret.subarray(nonceAt, nonceAt + GCM_NONCE_BYTES))
  }
}

/**
 * Seals frames that `side` sends.
 *
 * @param secret at least CONNECTION_SECRET_BYTES; copied
 */
export function secureSeal(secret: Uint8Array, side: Side): Seal {
  const { key, nonce } = directionKey(secret, side)
  const block = (...plain: Uint8Array[]): Uint8Array[] => {
    const cipher = createCipheriv(GCM, key, nonce.next(), gcmOptions)
    const sealed: Uint8Array[] = plain.map(bytes => cipher.update(bytes))
    cipher.final()
    return [...sealed, cipher.getAuthTag()]
  }
  return {
    seal(tag, segments) {
      const count = countSegments(segments)
      const first = segments[0]!
      const head = new Uint8Array(HEAD_BYTES)
      encodePreamble(head, tag, segments, count)
      head.set(first.subarray(0, INLINE_BYTES), PREAMBLE_BYTES)
      const pieces = block(head)
      if (first.length > INLINE_BYTES) pieces.push(...block(...withPadding(first.subarray(INLINE_BYTES))))
      if (count > 1) {
        const epilogue = new Uint8Array(EPILOGUE_BYTES)
        epilogue[0] = LATE_STATUS_COMPLETE
        pieces.push(...block(...segments.slice(1, count).flatMap(withPadding), epilogue))
      }
      return pieces
    }
  }
}

const zeros = new Uint8Array(BLOCK_BYTES)

function withPadding(bytes: Uint8Array): Uint8Array[] {
  const padding = padded(bytes.length) - bytes.length
  return bytes.length === 0 ? [] : padding === 0 ? [bytes] : [bytes, zeros.subarray(0, padding)]
}

/**
 * Opens frames that `side` receives. Nothing of a block is used before its tag has verified.
 *
 * @param secret at least CONNECTION_SECRET_BYTES; copied
 */
export function secureOpen(secret: Uint8Array, side: Side, place: ConnectionPlace): Open {
  const { key, nonce } = directionKey(secret, side === 'client' ? 'server' : 'client')
  const block = (sealed: Uint8Array): Uint8Array => {
    const decipher = createDecipheriv(GCM, key, nonce.next(), gcmOptions)
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES))
    try {
      decipher.final()
    } catch (cause) {
      throw new FrameIntegrityError('frame', place, { cause })
    }
    return plain
  }
  const restBytes = (length: number): number => (length > INLINE_BYTES ? padded(length - INLINE_BYTES) + TAG_BYTES : 0)
  let inline: Uint8Array = zeros

  return {
    preambleBytes: HEAD_BYTES + TAG_BYTES,
    openPreamble(bytes) {
      const head = block(bytes)
      inline = head.subarray(PREAMBLE_BYTES)
      return decodePreamble(head, place)
    },
    bodyBytes({ lengths: [first = 0, ...others] }) {
      const rest = restBytes(first)
      if (others.length === 0) return rest
      return others.reduce((bytes, length) => bytes + padded(length), rest) + EPILOGUE_BYTES + TAG_BYTES
    },
    openBody({ tag, lengths }, body) {
      const [first = 0, ...others] = lengths
      const rest = restBytes(first)
      const segments = [
        first > INLINE_BYTES ? joined(inline, block(body.subarray(0, rest)), first) : inline.subarray(0, first)
      ]
      if (others.length === 0) return { tag, segments }
      const plain = block(body.subarray(rest))
      let at = 0
      for (const length of others) {
        segments.push(plain.subarray(at, at + length))
        at += padded(length)
      }
      return isAborted(plain[at]!, place) ? undefined : { tag, segments }
    }
  }
}

function joined(head: Uint8Array, tail: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  bytes.set(head)
  bytes.set(tail.subarray(0, length - head.length), head.length)
  return bytes
}

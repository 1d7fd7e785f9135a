/*
  Banner                                     doc/dev/msgr2.rst, src/msg/async/ProtocolV2.cc
    "ceph v2\n"
    u16 length           of what follows: 16 today
    u64 supported        CEPH_MSGR2_FEATURE_*
    u64 required
*/
import { Reader, Writer } from '@cephwire/codec'
import { BannerError, FrameTooLargeError } from './errors.js'
import type { ConnectionPlace } from './errors.js'

const PREFIX = new TextEncoder().encode('ceph v2\n')
/** Prefix and length. */
export const BANNER_HEAD_BYTES = PREFIX.length + 2
const PAYLOAD_BYTES = 16

/** What both sides of msgr2 say first. */
export interface Banner {
  readonly supported: bigint
  readonly required: bigint
}

export function encodeBanner({ supported, required }: Banner): Uint8Array {
  return new Writer(BANNER_HEAD_BYTES + PAYLOAD_BYTES)
    .bytes(PREFIX)
    .u16(PAYLOAD_BYTES)
    .u64(supported)
    .u64(required)
    .finish()
}

/**
 * Length of the payload behind the first BANNER_HEAD_BYTES.
 *
 * @throws BannerError as soon as `head`, which may be shorter, cannot be the start of a banner any more
 */
export function checkBannerHead(head: Uint8Array, maxBytes: number, place: ConnectionPlace): number | undefined {
  const differs = PREFIX.findIndex((byte, i) => i < head.length && head[i] !== byte)
  if (differs >= 0) throw new BannerError(`The peer does not speak msgr2${strangerHint(head)}`, place)
  if (head.length < BANNER_HEAD_BYTES) return undefined
  const length = head[PREFIX.length]! + 256 * head[PREFIX.length + 1]!
  if (length > maxBytes) throw new FrameTooLargeError('Banner', length, maxBytes, place)
  if (length < PAYLOAD_BYTES) throw new BannerError(`Banner with a payload of ${length} bytes`, place)
  return length
}

/** What a later version appends is ignored. */
export function decodeBannerPayload(payload: Uint8Array): Banner {
  const r = new Reader(payload)
  return { supported: r.u64(), required: r.u64() }
}

/** What else may be listening on a port, told by its first bytes. */
function strangerHint(head: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(head)
  if (text.startsWith('ceph v0'))
    return ': it speaks msgr1, use its v1 address (as a rule port 6789) or --ms-mode legacy'
  if (text.startsWith('HTTP/')) return ': this looks like HTTP'
  if (text.startsWith('SSH-')) return ': this looks like SSH'
  if (head[0] === 0x16 && head[1] === 0x03) return ': this looks like TLS'
  return ''
}

import { CodecError } from './errors.js'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lossyUtf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Strings up to this length are tried as ASCII first: what Ceph sends is mostly names, and the decoders cost more. */
const SHORT = 96
/** Up to this length, character by character is cheaper than any call. */
const TINY = 10

function ascii(bytes: Buffer, start: number, end: number): string | undefined {
  if (end - start > SHORT) return undefined
  for (let i = start; i < end; i++) if (bytes[i]! > 0x7f) return undefined
  if (end - start > TINY) return bytes.toString('latin1', start, end)
  let text = ''
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i]!)
  return text
}

/** Throws a TypeError when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Buffer, start: number, end: number): string {
  return ascii(bytes, start, end) ?? utf8.decode(bytes.subarray(start, end))
}

/** What is not UTF-8 becomes U+FFFD. */
export function decodeUtf8Lossy(bytes: Buffer, start: number, end: number): string {
  return ascii(bytes, start, end) ?? lossyUtf8.decode(bytes.subarray(start, end))
}

/** Writes a short string if it is ASCII; whether it did. */
export function writeAscii(text: string, bytes: Uint8Array, at: number): boolean {
  if (text.length > SHORT) return false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) return false
    bytes[at + i] = code
  }
  return true
}

/** @throws CodecError at half a surrogate pair, which an encoder would replace silently */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8')
  if (bytes.length !== text.length && /\p{Surrogate}/u.test(text)) {
    throw new CodecError('A string with half a surrogate pair has no UTF-8')
  }
  return bytes
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lossyUtf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** Strings up to this length are built by character code: cheaper than a call into the decoder. */
const SHORT = 24

function ascii(bytes: Uint8Array, start: number, end: number): string | undefined {
  let text = ''
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte > 0x7f) return undefined
    text += String.fromCharCode(byte)
  }
  return text
}

/** Throws a TypeError when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  return (end - start <= SHORT ? ascii(bytes, start, end) : undefined) ?? utf8.decode(bytes.subarray(start, end))
}

/** What is not UTF-8 becomes U+FFFD. */
export function decodeUtf8Lossy(bytes: Uint8Array, start: number, end: number): string {
  return (end - start <= SHORT ? ascii(bytes, start, end) : undefined) ?? lossyUtf8.decode(bytes.subarray(start, end))
}

export function encodeUtf8(text: string): Uint8Array {
  return encoder.encode(text)
}

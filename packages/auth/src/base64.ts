const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const PAD = 0x3d

/** Value of a digit by its character code; 64 for what is none. */
const values = new Uint8Array(256).fill(64)
for (let i = 0; i < 64; i++) values[alphabet.charCodeAt(i)] = i

/**
 * Bytes of base64 digits, which are given as bytes so that a secret need not pass through a string.
 *
 * Strict where Buffer.from is not: whole groups of four, padding at the end only.
 *
 * @returns undefined for what is not base64
 */
export function decodeBase64(text: Uint8Array): Uint8Array | undefined {
  if (text.length % 4 !== 0) return undefined
  const padding = text.length === 0 ? 0 : text.at(-1) !== PAD ? 0 : text.at(-2) !== PAD ? 1 : 2
  const digits = text.length - padding
  const bytes = new Uint8Array(Math.floor((digits * 6) / 8))
  let bits = 0
  let held = 0
  let at = 0
  for (let i = 0; i < digits; i++) {
    const value = values[text[i]!]!
    if (value === 64) return undefined
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held >= 8) {
      held -= 8
      bytes[at++] = (bits >> held) & 0xff
    }
  }
  return bytes
}

export function encodeBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

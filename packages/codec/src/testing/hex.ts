import { CodecError } from '../errors.js'

/**
 * Bytes from hex digits; white space is free, `#` starts a comment up to the end of its line.
 *
 * @throws CodecError at anything else
 */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/#.*$/gm, '').replace(/\s+/g, '')
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) throw new CodecError('Not hex: pairs of digits and # comments only')
  return Uint8Array.from(digits.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
}

/** Two digits a byte. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

/** Sixteen bytes a line, with offset and ASCII, as `hexdump -C`. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16)
    const hex = Array.from(row, byte => byte.toString(16).padStart(2, '0')).join(' ')
    const text = Array.from(row, byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${at.toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  |${text}|`)
  }
  return lines.join('\n')
}

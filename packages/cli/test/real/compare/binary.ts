/** 512 bytes, among them every value of a byte, and no text. */
export const binary = Uint8Array.from({ length: 512 }, (_, i) => (i * 37) % 256)

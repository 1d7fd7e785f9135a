/** Milliseconds since 1970 of `2024-05-31T10:11:12.345678+0000`. */
export function parseUtime(text: string): number {
  return Date.parse(text.replace(/\d{3}\+0000$/, 'Z'))
}

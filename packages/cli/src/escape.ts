/** Controls but for newline and tab, separators of lines, bidirectional controls, what has no width, lone surrogates. */
const unsafe =
  // eslint-disable-next-line no-control-regex -- these are what is looked for
  /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\p{Cs}]/gu

/** Text from elsewhere, such that a terminal only shows it: what could steer the terminal becomes `\u{1b}`. */
export function escapeText(text: string): string {
  return text.replace(unsafe, char => `\\u{${char.codePointAt(0)!.toString(16)}}`)
}

/** The same on one line. */
export function escapeLine(text: string): string {
  return escapeText(text).replace(/[\n\t]/g, char => (char === '\n' ? '\\n' : '\\t'))
}

/** The same for JSON, which stays JSON of the same value. */
export function escapeJson(json: string): string {
  return json.replace(unsafe, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Text from elsewhere as it goes to an output: where that is a terminal it cannot steer it. */
export function forTerminal({ isTTY }: { readonly isTTY?: boolean }, text: string, json = false): string {
  if (isTTY !== true) return text
  return json ? escapeJson(text) : escapeText(text)
}

import truncatedWidth from 'fast-string-truncated-width'

/** What stands for what was cut: one cell. */
const ELLIPSIS = '…'
/** What a reader takes for one character. */
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** How many cells of a terminal a text takes: two for characters of East Asia and emoji, none for combining marks. */
export function widthOf(text: string): number {
  return isPrintableAscii(text) ? text.length : truncatedWidth(text).width
}

/** The text, cut to so many cells; `…` says where. */
export function clip(text: string, columns: number): string {
  if (columns <= 0) return ''
  if (isPrintableAscii(text) && text.length <= columns) return text
  if (widthOf(text) <= columns) return text
  let [cut, left] = ['', columns - 1]
  for (const { segment } of graphemes.segment(text)) {
    left -= widthOf(segment)
    if (left < 0) break
    cut += segment
  }
  return cut + ELLIPSIS
}

/** The text in so many cells, filled with spaces on the right, or on the left. */
export function pad(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const cut = clip(text, columns)
  const blank = ' '.repeat(Math.max(0, columns - widthOf(cut)))
  return align === 'left' ? cut + blank : blank + cut
}

function isPrintableAscii(text: string): boolean {
  return /^[ -~]*$/.test(text)
}

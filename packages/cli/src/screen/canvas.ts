/*
  Escape sequences of terminals              ECMA-48; xterm's control sequences for ?7, ?25 and ?1049
*/
const CSI = '\x1b['

/** The alternate screen without a cursor; lines that are too long do not wrap. */
export const ENTER = `${CSI}?1049h${CSI}?7l${CSI}?25l${CSI}0m${CSI}2J`
/** The screen and the cursor as they were. */
export const LEAVE = `${CSI}0m${CSI}?7h${CSI}?25h${CSI}?1049l`

/** What is on a screen, so that only lines that differ are written. */
export class Canvas {
  #lines: readonly string[] = []
  #fresh = true

  /** Forgets what is on the screen: the next draw writes all of it. */
  clear(): void {
    this.#fresh = true
  }

  /** @returns what to write, '' when the screen shows these lines already */
  draw(lines: readonly string[]): string {
    const before = this.#fresh ? [] : this.#lines
    const rows = Math.max(lines.length, before.length)
    const writes = this.#fresh ? [`${CSI}0m${CSI}2J`] : []
    for (let row = 0; row < rows; row++) {
      const line = lines[row] ?? ''
      // Erased first: behind a line as wide as the screen the cursor is still on its last character.
      if (line !== (before[row] ?? '')) writes.push(`${CSI}${row + 1};1H${CSI}K${line}`)
    }
    this.#lines = lines
    this.#fresh = false
    return writes.join('')
  }
}

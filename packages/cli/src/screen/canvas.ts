/*
  Escape sequences of terminals              ECMA-48; xterm's control sequences for ?7, ?25 and ?1049
*/
const CSI = '\x1b['

/** The alternate screen without a cursor; lines that are too long do not wrap. */
export const ENTER = `${CSI}?1049h${CSI}?7l${CSI}?25l${CSI}0m`
/** The screen and the cursor as they were. Cleared first: after a resize tmux 3.3 leaves the ends of long lines. */
export const LEAVE = `${CSI}0m${CSI}2J${CSI}?7h${CSI}?25h${CSI}?1049l`

/** What is on a screen, so that only lines that differ are written. */
export class Canvas {
  #lines: readonly string[] = []
  #fresh = true

  /** Forgets what is on the screen: the next draw writes all of it. */
  clear(): void {
    this.#fresh = true
  }

  /**
   * @param lines as many as the screen has rows
   * @returns what to write, '' when the screen shows these lines already
   */
  draw(lines: readonly string[]): string {
    // Line by line: a terminal may take what is cleared as a whole for something to be kept.
    const writes = lines.map((line, row) => {
      // Erased first: behind a line as wide as the screen the cursor is still on its last character.
      return !this.#fresh && line === this.#lines[row] ? '' : `${CSI}${row + 1};1H${CSI}K${line}`
    })
    this.#lines = lines
    this.#fresh = false
    return writes.join('')
  }
}

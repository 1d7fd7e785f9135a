/*
  The text of ceph.conf                      src/common/ConfUtils.cc

    file     = *( blank-line | section )     or a single line of "key = value", which belongs to [global]
    section  = "[" name "]" rest *( key "=" value rest )
    value    = '"' text '"' | "'" text "'" | text
    rest     = end of line, and any lines without content

  A backslash takes the special meaning from what follows; before the end of a line it joins the next line. A comment
  begins at any `#` or `;` that no backslash precedes, even inside quotes, where it is therefore an error.
*/
import { ConfigError } from '../errors.js'

/** A cursor over the text: what is a comment, a blank, an end of line. */
export class ConfScanner {
  readonly text: string
  readonly file: string
  pos = 0
  /** End of the run of blanks that was looked at last: a long run is not walked again from each of its blanks. */
  #blanksEnd = 0
  #line = 1
  #lineCounted = 0

  constructor(text: string, file: string) {
    this.text = text
    this.file = file
  }

  ended(): boolean {
    return this.pos >= this.text.length
  }

  peek(): string | undefined {
    return this.text[this.pos]
  }

  /** The line of the cursor, or of a place before it that is asked for in order; from 1. */
  line(pos = this.pos): number {
    for (; this.#lineCounted < pos; this.#lineCounted += this.eolLength(this.#lineCounted) || 1) {
      if (this.eolLength(this.#lineCounted) > 0) this.#line++
    }
    return this.#line
  }

  fail(message: string, pos = this.pos): never {
    let start = pos
    while (start > 0 && this.eolLength(start - 1) === 0) start--
    throw new ConfigError(message, { file: this.file, line: this.line(pos), column: pos - start + 1 })
  }

  /** Length of the end of line at a place: LF, CR or CR LF; 0 where there is none. */
  eolLength(pos: number): number {
    const char = this.text[pos]
    if (char === '\n') return 1
    if (char !== '\r') return 0
    return this.text[pos + 1] === '\n' ? 2 : 1
  }

  /** Passes joined lines, and comments with the blanks before them. */
  skip(): void {
    for (;;) {
      const joined = this.peek() === '\\' ? this.eolLength(this.pos + 1) : 0
      const end = this.#endOfBlanks()
      if (joined > 0) this.pos += 1 + joined
      else if (isCommentStart(this.text[end])) {
        this.pos = end
        while (!this.ended() && this.eolLength(this.pos) === 0) this.pos++
      } else return
    }
  }

  blanks(): void {
    this.pos = this.#endOfBlanks()
  }

  /** Takes one character of a name or value, without its backslash; undefined, and no step, at a comment or line end. */
  textChar(): string | undefined {
    const char = this.peek()
    if (char === undefined || isCommentStart(char) || this.eolLength(this.pos) > 0) return undefined
    const next = this.text[this.pos + 1]
    const escapes = char === '\\' && next !== undefined && this.eolLength(this.pos + 1) === 0
    this.pos += escapes ? 2 : 1
    return escapes ? next : char
  }

  /** Whether the cursor stood before the end of a line without content (or of the text), which it has passed. */
  emptyLine(): boolean {
    const start = this.pos
    this.skip()
    this.blanks()
    const length = this.eolLength(this.pos)
    if (length === 0 && !this.ended()) {
      this.pos = start
      return false
    }
    this.pos += length
    return this.pos > start
  }

  emptyLines(): void {
    while (this.emptyLine());
  }

  #endOfBlanks(): number {
    if (this.pos < this.#blanksEnd && isBlank(this.peek())) return this.#blanksEnd
    let end = this.pos
    while (isBlank(this.text[end])) end++
    this.#blanksEnd = end
    return end
  }
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t'
}

function isCommentStart(char: string | undefined): boolean {
  return char === '#' || char === ';'
}

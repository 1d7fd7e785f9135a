import { createInterface } from 'node:readline'
import type { Interface } from 'node:readline'
import type { Io } from './io.js'

/** Words that can follow a line, for TAB; and what of the line they take the place of. */
export type Completer = (line: string) => Promise<readonly [words: readonly string[], begun: string]>

/** Somebody who types lines at a terminal: with history, editing, and ^C that clears the line. */
export class TerminalLines {
  readonly #readline: Interface
  readonly #lines: string[] = []
  #ended = false
  #wake: () => void = () => undefined
  readonly #hungUp = (): void => {
    this.close()
    // As if it had not been caught.
    process.kill(process.pid, 'SIGHUP')
  }
  /** Called for ^C while no line is asked for. */
  interrupted: () => void = () => undefined

  /** @param io whose stdin and stdout are those of a terminal */
  constructor(io: Io, prompt: string, complete: Completer) {
    this.#readline = createInterface({
      input: io.stdin as unknown as NodeJS.ReadableStream,
      output: io.stdout as unknown as NodeJS.WritableStream,
      terminal: true,
      prompt,
      completer: (line: string, done: (error: Error | null, result: [string[], string]) => void): void => {
        complete(line).then(
          ([words, begun]) => done(null, [[...words], begun]),
          () => done(null, [[], line])
        )
      }
    })
    this.#readline.on('line', line => {
      this.#lines.push(line)
      this.#wake()
    })
    process.on('SIGHUP', this.#hungUp)
    this.#readline.on('close', () => {
      process.off('SIGHUP', this.#hungUp)
      this.#ended = true
      this.#wake()
    })
    this.#readline.on('SIGINT', () => this.#clear())
    io.signal.addEventListener('abort', () => this.#readline.close(), { once: true })
  }

  #asking = false

  #clear(): void {
    if (!this.#asking) return this.interrupted()
    this.#readline.write(null, { ctrl: true, name: 'e' })
    this.#readline.write(null, { ctrl: true, name: 'u' })
    this.#readline.prompt()
  }

  /** The next line; undefined when there is none any more. */
  async next(): Promise<string | undefined> {
    this.#asking = true
    if (this.#lines.length === 0 && !this.#ended) {
      this.#readline.prompt()
      await new Promise<void>(resolve => (this.#wake = resolve))
    }
    this.#asking = false
    return this.#lines.shift()
  }

  close(): void {
    this.#readline.close()
  }
}

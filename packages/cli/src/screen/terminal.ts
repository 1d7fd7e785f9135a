import { ENTER, LEAVE } from './canvas.js'
import type { Io, Output } from '../io.js'

/** A stream to a terminal, as Node has it. */
interface TtyOutput extends Output {
  readonly isTTY: true
  readonly columns: number
  readonly rows: number
  on(event: 'resize', listener: () => void): unknown
  off(event: 'resize', listener: () => void): unknown
}

/** A stream from a terminal, as Node has it. */
interface TtyInput {
  readonly isTTY: true
  setRawMode(raw: boolean): unknown
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown
  off(event: 'data', listener: (bytes: Uint8Array) => void): unknown
  resume(): unknown
  pause(): unknown
}

export interface TerminalEvents {
  /** A key, as the terminal sends it: `q`, `\x03`. */
  readonly key: (key: string) => void
  /** The size has changed, or the screen was somebody else's for a while. */
  readonly resized: () => void
  readonly hungUp: () => void
}

/** How much a terminal without a size has. */
const FALLBACK = { columns: 80, rows: 24 } as const

/** A whole screen of a terminal, which is as it was when this ends, however the process ends. */
export class Terminal {
  readonly #output: TtyOutput
  readonly #input: TtyInput | undefined
  readonly #events: TerminalEvents
  #open = false
  #unstopped: NodeJS.Timeout | undefined
  readonly #restore = (): void => this.close()
  readonly #resized = (): void => this.#events.resized()
  readonly #hungUp = (): void => this.#events.hungUp()
  readonly #data = (bytes: Uint8Array): void => {
    for (const key of new TextDecoder().decode(bytes)) {
      if (key === SUSPEND) this.#suspend()
      else this.#events.key(key)
    }
  }
  readonly #continued = (): void => {
    if (this.#open) return
    this.#enter()
    this.#events.resized()
  }

  /** @returns undefined where stdout is no terminal, or one without a screen */
  static of({ stdin, stdout, env }: Io, events: TerminalEvents): Terminal | undefined {
    if (env['TERM'] === 'dumb') return undefined
    return isTtyOutput(stdout) ? new Terminal(stdout, isTtyInput(stdin) ? stdin : undefined, events) : undefined
  }

  private constructor(output: TtyOutput, input: TtyInput | undefined, events: TerminalEvents) {
    this.#output = output
    this.#input = input
    this.#events = events
  }

  get size(): { readonly columns: number; readonly rows: number } {
    const { columns, rows } = this.#output
    return columns > 0 && rows > 0 ? { columns, rows } : FALLBACK
  }

  open(): void {
    process.on('exit', this.#restore)
    // In front of the words of what has crashed, which are for the screen that was there before.
    process.on('uncaughtExceptionMonitor', this.#restore)
    process.on('SIGHUP', this.#hungUp)
    process.on('SIGCONT', this.#continued)
    this.#output.on('resize', this.#resized)
    this.#input?.on('data', this.#data)
    this.#enter()
  }

  write(text: string): void {
    if (this.#open && text !== '') this.#output.write(text, () => undefined)
  }

  /** Idempotent. */
  close(): void {
    clearTimeout(this.#unstopped)
    this.#leave()
    process.off('exit', this.#restore)
    process.off('uncaughtExceptionMonitor', this.#restore)
    process.off('SIGHUP', this.#hungUp)
    process.off('SIGCONT', this.#continued)
    this.#output.off('resize', this.#resized)
    this.#input?.off('data', this.#data)
    this.#input?.pause()
  }

  #enter(): void {
    this.#open = true
    this.#input?.setRawMode(true)
    this.#input?.resume()
    this.#output.write(ENTER, () => undefined)
  }

  #leave(): void {
    if (!this.#open) return
    this.#open = false
    this.#output.write(LEAVE, () => undefined)
    this.#input?.setRawMode(false)
  }

  #suspend(): void {
    this.#leave()
    process.kill(process.pid, 'SIGTSTP')
    // Where no shell could let it go on, the system does not stop it either.
    this.#unstopped = setTimeout(this.#continued, UNSTOPPED)
  }
}

const SUSPEND = '\x1a'
/** Milliseconds after which who still runs was not stopped. */
const UNSTOPPED = 100

function isTtyOutput(output: Output): output is TtyOutput {
  return output.isTTY === true && 'columns' in output && 'on' in output
}

function isTtyInput(input: object): input is TtyInput {
  return 'isTTY' in input && input.isTTY === true && 'setRawMode' in input
}

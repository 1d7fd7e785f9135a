import { EventEmitter } from 'node:events'
import type { Io } from '../../src/io.js'

/** A terminal that is none: what is written, and keys that are pressed. */
export interface FakeTty {
  readonly io: Io
  readonly written: () => string
  /** What was written since the last call. */
  readonly news: () => string
  readonly press: (keys: string) => void
  readonly resize: (columns: number, rows: number) => void
  /** Whether keys come one by one. */
  readonly raw: () => boolean
  readonly listeners: () => number
}

export function fakeTty(env: Record<string, string> = {}, size = { columns: 80, rows: 24 }): FakeTty {
  let [text, seen, raw] = ['', 0, false]
  const stdout = Object.assign(new EventEmitter(), {
    isTTY: true as const,
    ...size,
    write(bytes: string | Uint8Array, done: () => void): void {
      text += Buffer.from(bytes as string).toString()
      done()
    }
  })
  const stdin = Object.assign(new EventEmitter(), {
    isTTY: true as const,
    setRawMode: (mode: boolean): void => void (raw = mode),
    resume: (): void => undefined,
    pause: (): void => undefined,
    async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
      // Nothing is read but keys.
    }
  })
  return {
    io: { stdin, stdout, stderr: { write: (_, done) => done() }, env, signal: new AbortController().signal },
    written: () => text,
    news() {
      const news = text.slice(seen)
      seen = text.length
      return news
    },
    press: keys => void stdin.emit('data', Buffer.from(keys)),
    resize(columns, rows) {
      Object.assign(stdout, { columns, rows })
      stdout.emit('resize')
    },
    raw: () => raw,
    listeners: () => stdin.listenerCount('data') + stdout.listenerCount('resize')
  }
}

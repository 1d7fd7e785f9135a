import { escapeLine } from './escape.js'
import type { Io } from './io.js'

/** When something is shown, and how often it changes. */
export interface Pace {
  /** Milliseconds of silence before. Default: 1000. */
  readonly after?: number
  /** Milliseconds from one picture to the next. Default: 100. */
  readonly every?: number
}

const PICTURES = ['|', '/', '-', '\\']
const ERASE = '\r\x1b[K'

/**
 * Shows on a terminal's stderr that this program is alive while something takes long: a sign that turns, what is waited
 * for, and for how long. It is gone when this returns; nothing comes into a pipe or a file.
 *
 * @param what such as `waiting for the cluster`
 */
export async function whileWaiting<T>(
  what: string,
  io: Pick<Io, 'stderr' | 'env'>,
  work: Promise<T>,
  { after = 1000, every = 100 }: Pace = {}
): Promise<T> {
  if (io.env['TERM'] === 'dumb') return work
  const started = Date.now()
  const named = escapeLine(what)
  let shown = 0
  const draw = (): void => {
    const seconds = Math.floor((Date.now() - started) / 1000)
    const line = `${PICTURES[shown++ % PICTURES.length]!} ${named}, ${seconds} s`
    // Not into the last column, where terminals wrap.
    io.stderr.write(`${ERASE}${line.slice(0, (io.stderr.columns || 80) - 1)}`, () => undefined)
  }
  let ticking: NodeJS.Timeout | undefined
  const waiting = setTimeout(() => {
    // Not before: to open stderr takes time, and most commands need none of it.
    if (io.stderr.isTTY !== true) return
    draw()
    ticking = setInterval(draw, every)
  }, after)
  try {
    return await work
  } finally {
    clearTimeout(waiting)
    clearInterval(ticking)
    if (shown > 0) io.stderr.write(ERASE, () => undefined)
  }
}

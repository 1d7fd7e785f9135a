import { writeIfRead } from '../io.js'
import { write } from '../io.js'
import { Pace } from '../screen/pace.js'
import { snapshot, snapshotLine } from './snapshot.js'
import type { Display, DisplayInit } from './live-screen.js'

/** Milliseconds between two lines. */
const INTERVAL = 1000
/** Milliseconds after which silence means something. */
const SILENCE = 10_000
const SILENT = 'No health yet: monitors are silent to a client without the caps "mon r"\n'

/** For what is no terminal: a line each time that something has changed. */
export function openLineDisplay({ io, model, quit }: DisplayInit): Display {
  let before: string | undefined
  const pace = new Pace(INTERVAL, () => {
    const now = model()
    const text = snapshot(now)
    // A cluster of which nothing was told yet is no news.
    if (text === before || now.health === undefined) return
    before = text
    void writeIfRead(io.stdout, snapshotLine(now, text)).then(read => {
      if (!read) quit()
    }, quit)
  })
  const silence = setTimeout(() => {
    if (model().health === undefined) write(io.stderr, SILENT).catch(quit)
  }, SILENCE)
  return {
    changed: () => pace.ask(),
    close() {
      clearTimeout(silence)
      pace.stop()
    }
  }
}

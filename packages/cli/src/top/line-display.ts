import { writeIfRead } from '../io.js'
import { Pace } from '../screen/pace.js'
import { snapshot, snapshotLine } from './snapshot.js'
import type { Display, DisplayInit } from './live-screen.js'

/** Milliseconds between two lines. */
const INTERVAL = 1000

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
  return { changed: () => pace.ask(), close: () => pace.stop() }
}

import { Canvas } from '../screen/canvas.js'
import { wantsColour } from '../screen/colour.js'
import { Pace } from '../screen/pace.js'
import { Terminal } from '../screen/terminal.js'
import { render } from './render.js'
import type { Io } from '../io.js'
import type { TopModel } from './model.js'

/** Milliseconds between two drawings. */
const INTERVAL = 200
/** Milliseconds between two ticks of the clock on the screen. */
const TICK = 1000

/** A place that shows how a cluster is. */
export interface Display {
  /** There is something new. */
  changed: () => void
  close: () => void
}

export interface DisplayInit {
  readonly io: Io
  readonly model: () => TopModel
  /** Called when somebody has seen enough. */
  readonly quit: () => void
  /** Called when the terminal is gone. */
  readonly hungUp: () => void
}

const QUIT: ReadonlySet<string> = new Set(['q', 'Q', '\x03', '\x04'])
const REDRAW = '\x0c'

/** @returns undefined where stdout is no terminal */
export function openLiveScreen({ io, model, quit, hungUp }: DisplayInit): Display | undefined {
  const canvas = new Canvas()
  const colour = wantsColour(io.stdout, io.env)
  let help = false
  const terminal = Terminal.of(io, {
    key(key) {
      if (QUIT.has(key)) return quit()
      if (key === '?' || key === 'h') help = !help
      else if (key === REDRAW) canvas.clear()
      else return
      pace.now()
    },
    resized() {
      canvas.clear()
      pace.now()
    },
    hungUp
  })
  if (terminal === undefined) return undefined
  const pace = new Pace(INTERVAL, () => {
    const { size } = terminal
    const lines = render(model(), { ...size, colour, help })
    terminal.write(canvas.draw([...lines, ...new Array<string>(size.rows - lines.length).fill('')]))
  })
  terminal.open()
  const tick = setInterval(() => pace.ask(), TICK)
  pace.now()
  return {
    changed: () => pace.ask(),
    close() {
      clearInterval(tick)
      pace.stop()
      terminal.close()
    }
  }
}

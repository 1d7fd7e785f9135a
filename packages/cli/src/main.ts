import { run } from './run.js'
import type { Io } from './io.js'

/** Milliseconds in which a second signal is the same: npx passes on what the terminal sends to both. */
const SAME = 250

const stop = new AbortController()
let stoppedAt = 0
let stdin: NodeJS.ReadStream | undefined

/** The first signal ends what goes on, in order; nothing waits for input any more. The next ends the process. */
function end(exitCode: number): void {
  if (!stop.signal.aborted) {
    stoppedAt = performance.now()
    stop.abort()
    stdin?.destroy()
  } else if (performance.now() - stoppedAt > SAME) process.exit(exitCode)
}

// As a shell counts what a signal has ended.
process.on('SIGINT', () => end(128 + 2))
process.on('SIGTERM', () => end(128 + 15))

// Whoever stops reading has seen enough: the command goes on, and its exit code counts.
const withoutErrors = <S extends NodeJS.WriteStream>(stream: S): S => stream.on('error', () => undefined)

/** Each of the streams is made when it is first used: that takes time, and most commands use one. */
class ProcessIo implements Io {
  readonly env = process.env
  readonly signal = stop.signal
  #stdout: NodeJS.WriteStream | undefined
  #stderr: NodeJS.WriteStream | undefined

  get stdin(): NodeJS.ReadStream {
    // Who reads is told what fails; a terminal that is gone is no reason to crash.
    return (stdin ??= process.stdin.on('error', () => undefined))
  }

  get stdout(): NodeJS.WriteStream {
    return (this.#stdout ??= withoutErrors(process.stdout))
  }

  get stderr(): NodeJS.WriteStream {
    return (this.#stderr ??= withoutErrors(process.stderr))
  }
}

// No `await`: the bundle is CommonJS.
void run(process.argv.slice(2), new ProcessIo()).then(exitCode => process.exit(exitCode))

import { run } from './run.js'
import type { Io } from './io.js'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort())

// Whoever stops reading has seen enough: the command goes on, and its exit code counts.
const withoutErrors = <S extends NodeJS.WriteStream>(stream: S): S => stream.on('error', () => undefined)

/** Each of the streams is made when it is first used: that takes time, and most commands use one. */
class ProcessIo implements Io {
  readonly env = process.env
  readonly signal = stop.signal
  #stdout: NodeJS.WriteStream | undefined
  #stderr: NodeJS.WriteStream | undefined

  get stdin(): NodeJS.ReadStream {
    return process.stdin
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

import type { Io } from '../../src/io.js'
import type { FakeIo } from './io.js'

/** The same process, and `seen` is called with all of stdout each time that something is written there. */
export function tap(io: FakeIo, seen: (text: string) => void): Io {
  return {
    ...io,
    stdout: {
      isTTY: false,
      write(bytes, written) {
        io.stdout.write(bytes, written)
        seen(io.stdout.text())
      }
    }
  }
}

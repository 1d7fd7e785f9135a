import { UsageError } from '../errors.js'
import { ExitCode } from '../exit-codes.js'
import { follow } from '../top/follow.js'
import { Known } from '../top/known.js'
import { openLineDisplay } from '../top/line-display.js'
import { openLiveScreen } from '../top/live-screen.js'
import { withClient } from '../with-client.js'
import type { MonClient } from '@cephwire/mon-client'
import type { CommandLine } from '../command-line.js'
import type { Io } from '../io.js'

/** Shows the cluster on the whole screen, or line by line where there is no terminal, until `q` or ^C. */
export async function topCommand(line: CommandLine, io: Io): Promise<number> {
  const { flags, words } = line
  if (words.length > 1) throw new UsageError(`top: ${words.slice(1).join(' ')} makes no sense here`)
  if (flags.inFile !== undefined || flags.outFile !== undefined) throw new UsageError('top: takes no files')
  if (flags.format !== undefined && flags.format !== 'plain') {
    throw new UsageError(`top: has no --format ${flags.format}; "watch KIND -f json" has`)
  }
  const terminal = { hungUp: false }
  const exitCode = await withClient(line, io, client => top(client, io, () => (terminal.hungUp = true)))
  // As if it had not been caught: exit() would reset a terminal that may be gone, and Node aborts then.
  if (terminal.hungUp) process.kill(process.pid, 'SIGHUP')
  return exitCode
}

async function top(client: MonClient, io: Io, hungUp: () => void): Promise<number> {
  const enough = new AbortController()
  const signal = AbortSignal.any([io.signal, enough.signal])
  const known = new Known(client.monmap, Date.now)
  const quit = (): void => enough.abort()
  const init = {
    io,
    model: () => known.model,
    quit,
    hungUp() {
      hungUp()
      quit()
    }
  }
  const display = openLiveScreen(init) ?? openLineDisplay(init)
  // What follows the session ends with the client.
  const close = (): void => void client.close()
  signal.addEventListener('abort', close, { once: true })
  try {
    await follow({ client, known, signal, now: Date.now, changed: () => display.changed() })
  } finally {
    signal.removeEventListener('abort', close)
    enough.abort()
    display.close()
  }
  return ExitCode.Ok
}

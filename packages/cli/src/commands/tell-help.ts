import { escapeText } from '../escape.js'
import { ExitCode } from '../exit-codes.js'
import { writeCommands } from '../help/write-commands.js'
import { write } from '../io.js'
import { whileWaiting } from '../progress.js'
import { DESCRIBE } from './endpoint.js'
import type { Io } from '../io.js'
import type { Endpoint } from './endpoint.js'

/** There is no such daemon, or it is not up. */
const absent: ReadonlySet<string> = new Set(['ENOENT', 'ENXIO'])

/** `tell TARGET help`: the commands of a daemon. */
export async function tellHelp(endpoint: Endpoint, target: string, io: Io): Promise<number> {
  const { errno, errnoName, status, output } = await whileWaiting(
    `waiting for ${endpoint.name === 'mon.' ? 'the cluster' : endpoint.name}`,
    io,
    endpoint.send(DESCRIBE, undefined, io.signal)
  )
  if (absent.has(errnoName)) {
    const such = 'such as mon.a/osd.1/mds.a/mgr'
    await write(
      io.stderr,
      escapeText(`target ${target} doesn't exists, please pass correct target to tell command, ${such}\n`)
    )
    return ExitCode.Failed
  }
  if (errno > 0) {
    await write(io.stderr, escapeText(`Error ${errnoName}: ${status}\n`))
    return errno
  }
  await writeCommands(`Tell ${target.split('.', 1)[0]!} commands`, output, [], io)
  return ExitCode.Ok
}

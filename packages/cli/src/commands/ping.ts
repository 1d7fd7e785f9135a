import { CephError } from '@cephwire/codec'
import { escapeText, forTerminal } from '../escape.js'
import { ExitCode } from '../exit-codes.js'
import { write } from '../io.js'
import { whileWaiting } from '../progress.js'
import { withClient } from '../with-client.js'
import type { MonClient } from '@cephwire/mon-client'
import type { CommandLine } from '../command-line.js'
import type { Io } from '../io.js'

/** `ping mon.a`, `ping mon.*`: what a monitor says of itself. */
export async function pingCommand(line: CommandLine, io: Io): Promise<number> {
  const [, who] = line.words
  if (who === undefined) {
    await write(io.stderr, '"ping" requires a monitor name as argument: "ping mon.<id>"\n')
    return ExitCode.Failed
  }
  if (!who.startsWith('mon.')) {
    await write(io.stderr, '"ping" expects a monitor to ping; try "ping mon.<id>"\n')
    return ExitCode.Failed
  }
  return withClient(line, io, async client => {
    if (who === 'mon.*') return pingAll(client, io)
    const text = await ping(client, who, io)
    if (text === undefined) return ExitCode.Failed
    await write(io.stdout, `${text}\n`)
    return ExitCode.Ok
  })
}

async function pingAll(client: MonClient, io: Io): Promise<number> {
  let exitCode: number = ExitCode.Ok
  for (const name of client.monmap.ranks) {
    const text = await ping(client, `mon.${name}`, io)
    if (text === undefined) exitCode = ExitCode.Failed
    await write(io.stdout, `mon.${escapeText(name)}\n${text ?? 'Error connecting to monitor.'}\n`)
  }
  return exitCode
}

/** The answer as monitors write it; undefined, and told, when there is none. */
async function ping(client: MonClient, monitor: string, io: Io): Promise<string | undefined> {
  try {
    const answer = await whileWaiting(`waiting for ${monitor}`, io, client.ping(monitor, { signal: io.signal }))
    return forTerminal(io.stdout, `${JSON.stringify(answer, null, 4)}\n`, true)
  } catch (error) {
    if (io.signal.aborted || !CephError.isCephError(error)) throw error
    await write(io.stderr, escapeText(`Error: ${error.message}\n`))
    return undefined
  }
}

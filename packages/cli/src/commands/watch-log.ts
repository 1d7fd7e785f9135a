import { stringify } from '../decode/to-json.js'
import { escapeText, forTerminal } from '../escape.js'
import { ExitCode } from '../exit-codes.js'
import { write, writeIfRead } from '../io.js'
import { formatLogEntry, logEntryToJson, lostWarning } from '../log-line.js'
import { whileWaiting } from '../progress.js'
import { withClient } from '../with-client.js'
import { sendCommand } from './send-command.js'
import type { MonClient } from '@cephwire/mon-client'
import type { CommandLine } from '../command-line.js'
import type { Flags, WatchFlags } from '../flags.js'
import type { Io } from '../io.js'

/** `-w`: the status, then the lines of the cluster log as they come, until ^C. Lost sessions do not end it. */
export async function watchLog(line: CommandLine, io: Io): Promise<number> {
  return withClient(line, io, async client => {
    const shown = await showStatus(client, line.flags, io)
    if (shown !== ExitCode.Ok) return shown
    await showLog(client, line.flags, io)
    return ExitCode.Ok
  })
}

async function showStatus(client: MonClient, { format }: Flags, io: Io): Promise<number> {
  const command = JSON.stringify({ prefix: 'status', ...(asJson(format) ? { format: 'json' } : {}) })
  const asked = sendCommand(client, command, undefined, io.signal)
  const { errno, status, output } = await whileWaiting('waiting for the cluster', io, asked)
  if (errno > 0) {
    await write(io.stderr, escapeText(`status query failed:  ${status}\n`))
    return errno
  }
  await write(io.stdout, `${forTerminal(io.stdout, new TextDecoder().decode(output), asJson(format))}\n`)
  return ExitCode.Ok
}

async function showLog(client: MonClient, { watch, format }: Flags, io: Io): Promise<void> {
  const { level, channel } = watch as WatchFlags
  const options = { signal: io.signal, ...(channel === '*' ? {} : { channel }) }
  for await (const entry of client.watch.log(level, options)) {
    if (entry.lost > 0) await write(io.stderr, lostWarning(entry.lost))
    const line = asJson(format) ? stringify(logEntryToJson(entry)) : forTerminal(io.stdout, formatLogEntry(entry))
    if (!(await writeIfRead(io.stdout, `${line}\n`))) return
  }
}

function asJson(format: Flags['format']): boolean {
  return format === 'json' || format === 'json-pretty'
}

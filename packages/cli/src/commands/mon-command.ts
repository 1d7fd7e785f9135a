import { UnsupportedError, UsageError } from '../errors.js'
import { escapeText } from '../escape.js'
import { ExitCode } from '../exit-codes.js'
import { readInput } from '../input.js'
import { write } from '../io.js'
import { openSink } from '../output.js'
import { withClient } from '../with-client.js'
import { commandOf } from './command-words.js'
import { sendCommand } from './send-command.js'
import type { MonClient } from '@cephwire/mon-client'
import type { CommandLine } from '../command-line.js'
import type { Io } from '../io.js'

/** What `ceph` does without the monitors, or with others than them. */
const elsewhere: ReadonlySet<string> = new Set(['tell', 'ping', 'daemon', 'daemonperf', 'injectargs'])

/** Runs one command of the monitors: its output to stdout or -o, its text to stderr. */
export async function monCommand(line: CommandLine, io: Io): Promise<number> {
  const { flags, words } = line
  const [flag] = flags.unsupported
  if (flag !== undefined) throw new UnsupportedError(`${flag} is not supported`)
  if (words.length === 0) throw new UsageError('no command is given')
  if (elsewhere.has(words[0]!)) throw new UnsupportedError(`${words[0]!} is not supported`)
  const input = flags.inFile === undefined ? undefined : await readInput(flags.inFile, io)
  return withClient(line, io, client => runCommand(client, line, input, io))
}

async function runCommand(
  client: MonClient,
  { flags, words }: CommandLine,
  input: Uint8Array | undefined,
  io: Io
): Promise<number> {
  const sink = await openSink(flags, io)
  try {
    const command = await commandOf(client, words, flags.format, io.signal)
    if (command.json === undefined) {
      await sink.put(new Uint8Array(0))
      await write(io.stderr, escapeText(`${command.advice.join('\n')}\nError EINVAL: invalid command\n`))
      return ExitCode.InvalidCommand
    }
    if (flags.verbose) await write(io.stderr, escapeText(`Submitting command: ${command.json}\n`))
    const { status, output, errno, errnoName } = await sendCommand(client, command.json, input, io.signal)
    await sink.put(output)
    if (errno > 0) await write(io.stderr, escapeText(`Error ${errnoName}: ${status}\n`))
    else if (status !== '') await write(io.stderr, escapeText(`${status}\n`))
    return errno
  } finally {
    await sink.close()
  }
}

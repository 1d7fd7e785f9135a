import { connect, parseCephArgs } from '@cephwire/mon-client'
import { connectionOptions } from '../connection-options.js'
import { UnsupportedError, UsageError } from '../errors.js'
import { escapeText } from '../escape.js'
import { ExitCode, failureOf } from '../exit-codes.js'
import { readInput } from '../input.js'
import { write } from '../io.js'
import { openSink } from '../output.js'
import { commandOf } from './command-words.js'
import { sendCommand } from './send-command.js'
import type { MonClient } from '@cephwire/mon-client'
import type { Flags } from '../flags.js'
import type { Io } from '../io.js'

/** What `ceph` does without the monitors, or with others than them. */
const elsewhere: ReadonlySet<string> = new Set(['tell', 'ping', 'daemon', 'daemonperf', 'injectargs'])

/** Runs one command of the monitors: its output to stdout or -o, its text to stderr. */
export async function monCommand(flags: Flags, io: Io): Promise<number> {
  const [flag] = flags.unsupported
  if (flag !== undefined) throw new UnsupportedError(`${flag} is not supported`)
  const { overrides, rest } = parseCephArgs(flags.rest)
  const words = withoutDashes(flags.status ? ['status', ...rest] : rest)
  if (words.length === 0) throw new UsageError('no command is given')
  if (elsewhere.has(words[0]!)) throw new UnsupportedError(`${words[0]!} is not supported`)
  const input = flags.inFile === undefined ? undefined : await readInput(flags.inFile, io)
  if (overrides.some(({ option }) => option === 'key')) {
    await write(io.stderr, 'Warning: a key on the command line or in CEPH_ARGS can be seen by others on this host\n')
  }
  let client: MonClient
  try {
    client = await connect({ ...connectionOptions(flags, overrides), signal: io.signal })
  } catch (error) {
    return fail(io, error, 'connect')
  }
  try {
    return await runCommand(client, words, input, flags, io)
  } catch (error) {
    return await fail(io, error, 'command')
  } finally {
    await client.close()
  }
}

async function runCommand(
  client: MonClient,
  words: readonly string[],
  input: Uint8Array | undefined,
  flags: Flags,
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

async function fail(io: Io, error: unknown, stage: 'connect' | 'command'): Promise<number> {
  if (io.signal.aborted) {
    await write(io.stderr, stage === 'connect' ? 'Cluster connection aborted\n' : 'Interrupted\n')
    return stage === 'connect' ? ExitCode.Failed : ExitCode.Interrupted
  }
  const { exitCode, line } = failureOf(error, stage)
  await write(io.stderr, `${line}\n`)
  return exitCode
}

/** The first `--` ends the flags and is no word of the command. */
function withoutDashes(words: readonly string[]): readonly string[] {
  const dashes = words.indexOf('--')
  return dashes < 0 ? words : words.toSpliced(dashes, 1)
}

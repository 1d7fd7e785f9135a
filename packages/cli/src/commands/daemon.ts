import { parseCephArgs } from '@cephwire/mon-client'
import { askAdminSocket } from '../admin-socket.js'
import { adminSocketPath } from '../admin-socket-path.js'
import { commandToJson, parseDescriptions, validateCommand } from '../argparse/index.js'
import { connectionOptions } from '../connection-options.js'
import { escapeLine, escapeText, forTerminal } from '../escape.js'
import { ExitCode } from '../exit-codes.js'
import { write } from '../io.js'
import { whileWaiting } from '../progress.js'
import type { Flags } from '../flags.js'
import type { Io } from '../io.js'

/** `daemon PATH|TYPE.ID words…` and `--admin-daemon PATH words…`: a command of a daemon of this host, by its socket. */
export async function daemonCommand(flags: Flags, io: Io): Promise<number> {
  const { adminSocket, rest } = flags
  if (adminSocket !== undefined) return runOnSocket(adminSocket, rest, flags, io)
  if (rest.length < 3) {
    await write(io.stderr, 'daemon requires at least 3 arguments\n')
    return ExitCode.InvalidCommand
  }
  const path = await socketOf(rest[1]!, flags, io)
  return path === undefined ? ExitCode.InvalidCommand : runOnSocket(path, rest.slice(2), flags, io)
}

/** The socket that a path or a daemon's name stands for; undefined, and told, when there is no saying. */
export async function socketOf(daemon: string, flags: Flags, io: Io): Promise<string | undefined> {
  if (daemon.includes('/')) return daemon
  try {
    const options = connectionOptions(flags, parseCephArgs(flags.connection).overrides)
    return await adminSocketPath(daemon, options, io.env)
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error)
    await write(io.stderr, `${escapeLine(`Can't get admin socket path: ${what}`)}\n`)
    return undefined
  }
}

/** Asks one question, while a terminal shows that this program is alive. */
export async function askDaemon(path: string, command: string, io: Io): Promise<Uint8Array> {
  return whileWaiting('waiting for the daemon', io, askAdminSocket(path, command, { signal: io.signal }))
}

async function runOnSocket(path: string, words: readonly string[], flags: Flags, io: Io): Promise<number> {
  try {
    const command = await commandFor(path, words, flags, io)
    const output = command === undefined ? undefined : await askDaemon(path, command, io)
    if (output === undefined) return await fail('invalid command', io)
    const text = io.stdout.isTTY === true ? forTerminal(io.stdout, new TextDecoder().decode(output), true) : output
    await write(io.stdout, text)
    return ExitCode.Ok
  } catch (error) {
    if (!io.signal.aborted) return fail(error instanceof Error ? error.message : String(error), io)
    await write(io.stderr, 'Interrupted\n')
    return ExitCode.Interrupted
  }
}

/** What words are by the daemon's own descriptions; undefined, with advice, for what is no command. */
async function commandFor(
  path: string,
  words: readonly string[],
  { format }: Flags,
  io: Io
): Promise<string | undefined> {
  const described = await askDaemon(path, '{"prefix": "get_command_descriptions"}', io).catch((error: unknown) => {
    if (io.signal.aborted || !(error instanceof Error)) throw error
    throw new Error(`exception getting command descriptions: ${error.message}`, { cause: error })
  })
  const validated = validateCommand(parseDescriptions(new TextDecoder().decode(described)), words)
  if (validated.command !== undefined) {
    return commandToJson(format === undefined ? validated.command : new Map([...validated.command, ['format', format]]))
  }
  await write(io.stderr, escapeText(`${validated.advice.join('\n')}\n`))
  return undefined
}

async function fail(what: string, { stderr }: Io): Promise<number> {
  await write(stderr, `${escapeLine(`admin_socket: ${what}`)}\n`)
  return ExitCode.InvalidCommand
}

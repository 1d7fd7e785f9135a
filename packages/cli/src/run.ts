import { withCephArgs } from './ceph-args.js'
import { failureOf, ExitCode } from './exit-codes.js'
import { parseFlags } from './flags.js'
import { usage } from './help.js'
import { write } from './io.js'
import { clusterCommands, localCommands, socketCommands } from './own-commands.js'
import { versionText } from './version.js'
import type { CommandLine } from './command-line.js'
import type { Flags } from './flags.js'
import type { Io } from './io.js'
import type { ClusterCommand, SocketCommand } from './own-commands.js'

/**
 * Runs one command line. Says on stderr what went wrong; throws nothing but what stderr itself throws.
 *
 * @param argv without the program's name
 * @returns the exit code
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io)
  } catch (error) {
    if (io.signal.aborted) {
      await write(io.stderr, 'Interrupted\n')
      return ExitCode.Interrupted
    }
    const { exitCode, line } = failureOf(error, 'connect')
    await write(io.stderr, `${exitCode === ExitCode.Usage ? `usage: ${usage.synopsis}\n` : ''}${line}\n`)
    return exitCode
  }
}

/** What a command line asks for is loaded when it is asked for: a session costs the most. */
async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const local = named(localCommands, argv[0])
  if (local !== undefined) {
    const args = argv.slice(1)
    if (argv[0] === '--completion' || !asksForHelp(args)) return (await local())(args, io)
    await write(io.stdout, usage.text)
    return ExitCode.Ok
  }
  const flags = parseFlags(withCephArgs(argv, io.env['CEPH_ARGS']))
  if (flags.version) {
    await write(io.stdout, `${versionText()}\n`)
    return ExitCode.Ok
  }
  if (flags.help) return (await import('./help/print-help.js')).printHelp(flags, io)
  const daemon = daemonCommand(flags)
  if (daemon !== undefined) return (await daemon())(flags, io)
  const { commandLine } = await import('./command-line.js')
  const line = commandLine(flags)
  return (await clusterCommandOf(line)())(line, io)
}

/** Whether a flag of a local command is one for help; behind `--` there are none. */
function asksForHelp(args: readonly string[]): boolean {
  const dashes = args.indexOf('--')
  return args.slice(0, dashes < 0 ? args.length : dashes).some(arg => arg === '-h' || arg === '--help')
}

/** What goes to a daemon of this host by its socket: no word of it is for the configuration. */
function daemonCommand({ adminSocket, rest }: Flags): (() => Promise<SocketCommand>) | undefined {
  return adminSocket !== undefined ? socketCommands['daemon'] : named(socketCommands, rest[0])
}

function clusterCommandOf({ flags, words }: CommandLine): () => Promise<ClusterCommand> {
  const [first] = words
  if (first === 'ping') return clusterCommands['ping']!
  if (flags.watch !== undefined) return async () => (await import('./commands/watch-log.js')).watchLog
  if (flags.completion) return async () => (await import('./commands/completion.js')).completion
  if (first === 'pg' && /^\d+\.[\da-f]+$/i.test(words[1] ?? '')) return clusterCommands['tell']!
  if (first === undefined) return async () => (await import('./commands/interactive.js')).interactive
  return named(clusterCommands, first) ?? monCommand
}

async function monCommand(): Promise<ClusterCommand> {
  return (await import('./commands/mon-command.js')).monCommand
}

function named<T>(table: Readonly<Record<string, T>>, word: string | undefined): T | undefined {
  return word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined
}

import { failureOf, ExitCode } from './exit-codes.js'
import { parseFlags } from './flags.js'
import { usage } from './help.js'
import { write } from './io.js'
import { clusterCommands, localCommands } from './own-commands.js'
import { versionText } from './version.js'
import type { Io } from './io.js'
import type { ClusterCommand } from './own-commands.js'

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
    const { exitCode, line } = failureOf(error, 'connect')
    await write(io.stderr, `${exitCode === ExitCode.Usage ? `usage: ${usage.synopsis}\n` : ''}${line}\n`)
    return exitCode
  }
}

/** What a command line asks for is loaded when it is asked for: a session costs the most. */
async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const local = named(localCommands, argv[0])
  if (local !== undefined) return (await local())(argv.slice(1), io)
  // As ceph does, so that what CEPH_ARGS says counts for more than what stands before it.
  const words = [...argv, ...(io.env['CEPH_ARGS'] ?? '').split(/\s+/).filter(word => word !== '')]
  const flags = parseFlags(words)
  if (flags.version) {
    await write(io.stdout, `${versionText()}\n`)
    return ExitCode.Ok
  }
  if (flags.help) {
    await write(io.stdout, usage.text)
    return ExitCode.Ok
  }
  const { commandLine } = await import('./command-line.js')
  const line = commandLine(flags)
  const load = named(clusterCommands, line.words[0]) ?? monCommand
  return (await load())(line, io)
}

async function monCommand(): Promise<ClusterCommand> {
  return (await import('./commands/mon-command.js')).monCommand
}

function named<T>(table: Readonly<Record<string, T>>, word: string | undefined): T | undefined {
  return word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined
}

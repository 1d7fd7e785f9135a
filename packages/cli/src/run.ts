import { failureOf, ExitCode } from './exit-codes.js'
import { parseFlags } from './flags.js'
import { usage } from './help.js'
import { write } from './io.js'
import { versionText } from './version.js'
import type { Io } from './io.js'

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
  if (argv[0] === 'decode') {
    const { decodeCommand } = await import('./commands/decode.js')
    return decodeCommand(argv.slice(1), io)
  }
  if (argv[0] === 'osdmap') {
    const { osdMapDiffCommand } = await import('./commands/osdmap-diff.js')
    return osdMapDiffCommand(argv.slice(1), io)
  }
  if (argv[0] === 'test-monitor') {
    const { testMonitorCommand } = await import('./commands/test-monitor.js')
    return testMonitorCommand(argv.slice(1), io)
  }
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
  const { monCommand } = await import('./commands/mon-command.js')
  return monCommand(flags, io)
}

import { examine } from '../doctor/examine.js'
import { formatChecks, verdict } from '../doctor/report.js'
import { UsageError } from '../errors.js'
import { escapeJson } from '../escape.js'
import { ExitCode } from '../exit-codes.js'
import { write } from '../io.js'
import { openSink } from '../output.js'
import { whileWaiting } from '../progress.js'
import { wantsColour } from '../screen/colour.js'
import type { CommandLine } from '../command-line.js'
import type { Check } from '../doctor/check.js'
import type { Io } from '../io.js'

/**
 * Says what stands between this program and the cluster, and what to do.
 *
 * @returns 1 when something is failed
 * @throws UsageError; FileError for a file of -o that cannot be written
 */
export async function doctorCommand(line: CommandLine, io: Io): Promise<number> {
  const { flags, words } = line
  const { format = 'plain' } = flags
  if (words.length > 1) throw new UsageError(`doctor: what is '${words[1]!}'?`)
  if (format !== 'plain' && format !== 'json' && format !== 'json-pretty') {
    throw new UsageError('doctor: -f takes plain, json or json-pretty')
  }
  let checks: readonly Check[]
  try {
    checks = await whileWaiting('asking the monitors', io, examine(line, { env: io.env, signal: io.signal }))
  } catch (error) {
    if (!io.signal.aborted) throw error
    await write(io.stderr, 'Interrupted\n')
    return ExitCode.Interrupted
  }
  // Without the format, of which an empty line in front would come.
  const sink = await openSink({ ...flags, format: undefined }, io)
  try {
    const colour = flags.outFile === undefined && wantsColour(io.stdout, io.env)
    if (format === 'plain' && colour) await write(io.stdout, plain(checks, true))
    else await sink.put(new TextEncoder().encode(format === 'plain' ? plain(checks, false) : json(checks, format)))
  } finally {
    await sink.close()
  }
  return checks.some(({ result }) => result === 'failed') ? ExitCode.Failed : ExitCode.Ok
}

function plain(checks: readonly Check[], colour: boolean): string {
  return [...formatChecks(checks, colour), '', verdict(checks), ''].join('\n')
}

function json(checks: readonly Check[], format: 'json' | 'json-pretty'): string {
  return `${escapeJson(JSON.stringify(checks, undefined, format === 'json' ? 0 : 4))}\n`
}

import { CephError } from '@cephwire/codec'
import { UsageError } from '../errors.js'
import { escapeText } from '../escape.js'
import { ExitCode } from '../exit-codes.js'
import { readInput } from '../input.js'
import { write } from '../io.js'
import { openSink } from '../output.js'
import { whileWaiting } from '../progress.js'
import { withClient } from '../with-client.js'
import { daemon, monitors } from './endpoint.js'
import { report } from './mon-command.js'
import { runWords } from './run-words.js'
import { targetOf } from './target.js'
import type { MonClient } from '@cephwire/mon-client'
import type { CommandLine } from '../command-line.js'
import type { Io } from '../io.js'
import type { Sink } from '../output.js'
import type { Endpoint } from './endpoint.js'
import type { RunWords } from './run-words.js'
import type { CommandAnswer } from './send-command.js'
import type { Target } from './target.js'

/** `tell TARGET words…` and `pg PGID words…`: a command of a daemon, or the same of several. */
export async function tellCommand(line: CommandLine, io: Io): Promise<number> {
  const { flags } = line
  let target: Target
  try {
    target = targetOf(line.words)
  } catch (error) {
    if (!CephError.isCephError(error)) throw error
    await write(io.stderr, escapeText(`error handling command target: ${error.message}\n`))
    return ExitCode.Failed
  }
  const words = line.words[0] === 'tell' ? line.words.slice(2) : line.words
  if (words.length === 0) {
    const advice = 'Try "cephwire tell <name> <command> [options...]" instead.'
    await write(io.stderr, `"cephwire tell" requires additional arguments. ${advice}\n`)
    return ExitCode.InvalidCommand
  }
  const input = flags.inFile === undefined ? undefined : await readInput(flags.inFile, io)
  return withClient(line, io, async client => {
    const endpoints = await endpointsOf(client, target, io)
    const [first] = endpoints
    if (line.words[0] === 'tell' && words[0] === 'help' && first !== undefined) {
      return (await import('./tell-help.js')).tellHelp(first, line.words[1]!, io)
    }
    const sink = await openSink(flags, io)
    try {
      return await tellEach(endpoints, { words, flags, input }, sink, io)
    } finally {
      await sink.close()
    }
  })
}

async function endpointsOf(client: MonClient, target: Target, io: Io): Promise<readonly Endpoint[]> {
  if (target.kind === 'monitors') return [monitors(client)]
  if (target.kind === 'told') return [daemon(client, target.target)]
  const targets = client.tellTargets(target.target, { signal: io.signal })
  return (await whileWaiting('waiting for the cluster', io, targets)).map(name => daemon(client, name))
}

/** @returns the exit code: of several failures the last */
async function tellEach(endpoints: readonly Endpoint[], run: RunWords, sink: Sink, io: Io): Promise<number> {
  let exitCode: number = ExitCode.Ok
  for (const endpoint of endpoints) {
    const answer = await (endpoints.length > 1 ? answerInAnyCase(endpoint, run, io) : runWords(endpoint, run, io))
    const named = endpoints.length > 1 ? `${endpoint.name}: ` : ''
    await report(answer, sink, io, named)
    if (answer.errno > 0) exitCode = answer.errno
  }
  return exitCode
}

/** One daemon that gives no answer does not keep the others from theirs. */
async function answerInAnyCase(endpoint: Endpoint, run: RunWords, io: Io): Promise<CommandAnswer> {
  try {
    return await runWords(endpoint, run, io)
  } catch (error) {
    if (io.signal.aborted || !CephError.isCephError(error) || error instanceof UsageError) throw error
    const status = `${endpoint.name}: ${error.message}`
    return { output: new Uint8Array(0), status, errno: ExitCode.TimedOut, errnoName: 'ETIMEDOUT' }
  }
}

import { CephError } from '@cephwire/codec'
import { escapeText, forTerminal } from '../escape.js'
import { ExitCode, failureOf } from '../exit-codes.js'
import { parseFlags } from '../flags.js'
import { readInput } from '../input.js'
import { withSignal, write } from '../io.js'
import { linesOf } from '../lines.js'
import { shellWords } from '../shell-words.js'
import { TerminalLines } from '../terminal-lines.js'
import { withClient } from '../with-client.js'
import { completeLine } from './complete-line.js'
import { daemon, monitors, withKnownCommands } from './endpoint.js'
import { runWords } from './run-words.js'
import { targetOf } from './target.js'
import type { MonClient } from '@cephwire/mon-client'
import type { CommandLine } from '../command-line.js'
import type { Io } from '../io.js'
import type { Endpoint } from './endpoint.js'
import type { RunWords } from './run-words.js'
import type { CommandAnswer } from './send-command.js'

const PROMPT = 'ceph> '
/** At a terminal. */
const farewells: ReadonlySet<string> = new Set(['q', 'quit', 'Q', 'exit'])

/** Without a command: a line each, from a terminal or a file, in one session. What fails does not end it. */
export async function interactive(line: CommandLine, io: Io): Promise<number> {
  const input = line.flags.inFile === undefined ? undefined : await readInput(line.flags.inFile, io)
  return withClient(line, io, async client => {
    const session: Session = { client, endpoint: withKnownCommands(monitors(client)), line, input }
    await (io.stdin.isTTY === true ? atTerminal(session, io) : fromInput(session, io))
    if (line.flags.format?.startsWith('json') === true) await write(io.stdout, '\n')
    return ExitCode.Ok
  })
}

interface Session {
  readonly client: MonClient
  readonly endpoint: Endpoint
  readonly line: CommandLine
  readonly input: Uint8Array | undefined
}

async function fromInput(session: Session, io: Io): Promise<void> {
  for await (const line of linesOf(io.stdin)) {
    if (line.trim() !== '') await runLine(session, line, io)
    io.signal.throwIfAborted()
  }
}

async function atTerminal(session: Session, io: Io): Promise<void> {
  const lines = new TerminalLines(io, PROMPT, line => completeLine(session.endpoint, line, io.signal))
  try {
    for (;;) {
      const line = (await lines.next())?.trimEnd()
      if (line === undefined) return await write(io.stdout, '\n')
      if (farewells.has(line)) return
      if (line === '') continue
      const stop = new AbortController()
      lines.interrupted = () => stop.abort()
      await runLine(session, line, withSignal(io, stop.signal))
      if (io.signal.aborted) return
    }
  } finally {
    lines.close()
  }
}

async function runLine(session: Session, text: string, io: Io): Promise<void> {
  try {
    await runCommand(session, text, io)
  } catch (error) {
    if (io.signal.aborted) await write(io.stdout, 'Interrupted\n')
    else await write(io.stderr, `${failureOf(error, 'command').line}\n`)
  }
}

async function runCommand({ client, endpoint, line, input }: Session, text: string, io: Io): Promise<void> {
  const own = parseFlags(shellWords(text))
  const words = own.status ? ['status', ...own.rest] : own.rest
  let target
  try {
    target = targetOf(words)
  } catch (error) {
    if (!CephError.isCephError(error)) throw error
    return write(io.stderr, escapeText(`error handling command target: ${error.message}\n`))
  }
  if (words[0] === 'tell') return write(io.stderr, "Can not use 'tell' in interactive mode.\n")
  const flags = { ...line.flags, format: own.format ?? line.flags.format }
  const run: RunWords = { words, flags, input }
  const to = target.kind === 'told' ? daemon(client, target.target) : endpoint
  await show(await runWords(to, run, io), io)
}

async function show({ output, status, errno, errnoName }: CommandAnswer, { stdout, stderr }: Io): Promise<void> {
  if (errno > 0) return write(stderr, escapeText(`Error ${errnoName}: ${status}\n`))
  if (status !== '') await write(stderr, escapeText(`${status}\n`))
  const text = new TextDecoder().decode(output)
  if (text !== '') await write(stdout, `${forTerminal(stdout, text)}\n`)
}

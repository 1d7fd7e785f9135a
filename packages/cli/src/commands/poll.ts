import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandToJson } from '../argparse/index.js'
import { escapeText, forTerminal } from '../escape.js'
import { write, writeIfRead } from '../io.js'
import { terminalSize } from '../terminal-size.js'
import type { CommandObject } from '../argparse/index.js'
import type { Io } from '../io.js'
import type { Endpoint } from './endpoint.js'
import type { CommandAnswer } from './send-command.js'

/** How a command is run again and again. */
export interface Polling {
  readonly input: Uint8Array | undefined
  /** Seconds; once if it is not positive. */
  readonly period: number
}

/** Lines of a terminal that are not for what comes between two headings. */
const HEADING = 3
/** Milliseconds that a timer can wait. */
const LONGEST = 2 ** 31 - 1

/** Runs a command such as `iostat` until ^C, or until it fails, which does not count as a failure of this program. */
export async function poll(
  endpoint: Endpoint,
  command: CommandObject,
  { input, period }: Polling,
  io: Io
): Promise<CommandAnswer> {
  const polled = new Map([...command, ['poll', true], ['session_id', randomUUID()], ['period', period]] as const)
  const stopped: CommandAnswer = { output: new Uint8Array(0), status: '', errno: 0, errnoName: '' }
  let untilHeading = 0
  try {
    for (;;) {
      const { rows, columns } = terminalSize(io)
      const heading = untilHeading === 0
      untilHeading = heading ? Math.max(rows - HEADING, 1) - 1 : untilHeading - 1
      const json = commandToJson(new Map([...polled, ['width', BigInt(columns)], ['print_header', heading]] as const))
      const answer = await endpoint.send(json, input, io.signal)
      if (answer.errno > 0) {
        await write(io.stderr, `Error: ${answer.errno} ${answer.errnoName}\n`)
        return { ...answer, errno: 0, errnoName: '' }
      }
      if (!(await show(answer, io))) return stopped
      // As ceph: the caller prints the only answer once more.
      if (period <= 0) return answer
      await sleep(Math.min(period * 1000, LONGEST), undefined, { signal: io.signal })
    }
  } catch (error) {
    if (!io.signal.aborted) throw error
    await write(io.stdout, 'Interrupted\n')
    return stopped
  }
}

async function show({ output, status }: CommandAnswer, { stdout, stderr }: Io): Promise<boolean> {
  if (status !== '') await write(stderr, escapeText(`${status}\n`))
  if (output.length === 0) return true
  const text = new TextDecoder().decode(output)
  return writeIfRead(stdout, `${forTerminal(stdout, text)}\n`)
}

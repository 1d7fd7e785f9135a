import { setTimeout as sleep } from 'node:timers/promises'
import { perfArguments } from '../daemonperf/arguments.js'
import { countersThatFit, headings, valueLine } from '../daemonperf/lines.js'
import { listCounters } from '../daemonperf/list.js'
import { selectCounters, valueOf } from '../daemonperf/schema.js'
import { UsageError } from '../errors.js'
import { escapeLine } from '../escape.js'
import { ExitCode } from '../exit-codes.js'
import { write, writeIfRead } from '../io.js'
import { forbidsColour, wantsColour } from '../screen/colour.js'
import { terminalSize } from '../terminal-size.js'
import { askDaemon, socketOf } from './daemon.js'
import type { PerfArguments } from '../daemonperf/arguments.js'
import type { PerfStyle } from '../daemonperf/lines.js'
import type { Counter } from '../daemonperf/schema.js'
import type { Flags } from '../flags.js'
import type { Io } from '../io.js'

/** Lines of a terminal that headings and the prompt need. */
const AROUND = 2
/** Milliseconds that a timer can wait. */
const LONGEST = 2 ** 31 - 1

/** `daemonperf PATH|TYPE.ID …`: counters of a daemon of this host, a line each interval, until ^C. */
export async function daemonPerf(flags: Flags, io: Io): Promise<number> {
  const [, who, ...words] = flags.rest
  let asked: PerfArguments
  try {
    if (who === undefined) throw new UsageError('daemonperf requires at least 2 arguments')
    asked = perfArguments(words)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    await write(io.stderr, `${error.message}\n`)
    return ExitCode.InvalidCommand
  }
  const path = await socketOf(who, flags, io)
  if (path === undefined) return ExitCode.InvalidCommand
  try {
    const counters = selectCounters(await ask(path, 'perf schema', io), asked.patterns, asked.priority)
    if (counters.length === 0) throw new Error('no stats selected by filters')
    if (asked.list) await write(io.stdout, escaped(listCounters(counters), io))
    else await show(path, counters, asked, io)
  } catch (error) {
    if (io.signal.aborted) return ExitCode.Ok
    await write(io.stderr, `${escapeLine(`daemonperf: ${error instanceof Error ? error.message : String(error)}`)}\n`)
    return ExitCode.Failed
  }
  return ExitCode.Ok
}

async function show(
  path: string,
  counters: readonly Counter[],
  { interval, count }: PerfArguments,
  io: Io
): Promise<void> {
  const style = styleFor(io)
  let columns = 0
  let untilHeadings = 0
  let shown: readonly Counter[] = []
  let before = await ask(path, 'perf dump', io)
  for (let line = 1; ; line++) {
    const now = await ask(path, 'perf dump', io)
    const size = terminalSize(io)
    if (size.columns !== columns) {
      const fitting = countersThatFit(counters, size.columns)
      if (fitting.length !== shown.length) untilHeadings = 0
      shown = fitting
      columns = size.columns
    }
    if (untilHeadings <= 0) {
      await write(io.stdout, headings(shown, style))
      untilHeadings = Math.max(size.rows - AROUND, 1)
    }
    untilHeadings--
    const values = shown.map(counter => valueOf(counter, now, before))
    if (!(await writeIfRead(io.stdout, valueLine(shown, values, style)))) return
    if (count !== undefined && line >= count) return
    before = now
    await sleep(Math.min(interval * 1000, LONGEST), undefined, { signal: io.signal })
  }
}

/** As ceph, headings have colours in a pipe as well; nothing has with NO_COLOR. */
function styleFor({ stdout, env }: Io): PerfStyle {
  return { headings: !forbidsColour(env), values: wantsColour(stdout, env) }
}

async function ask(path: string, prefix: string, io: Io): Promise<unknown> {
  const answer = await askDaemon(path, JSON.stringify({ prefix }), io)
  return JSON.parse(new TextDecoder().decode(answer))
}

function escaped(table: string, { stdout }: Io): string {
  return stdout.isTTY === true ? table.split('\n').map(escapeLine).join('\n') : table
}

import { parseArgs } from 'node:util'
import { LogLevel } from '@cephwire/mon-client'
import { UsageError } from '../errors.js'
import { ExitCode } from '../exit-codes.js'
import { write, writeIfRead } from '../io.js'
import { kindNames, kindOf } from '../watch/kinds.js'
import { jsonLine, plainLines } from '../watch/lines.js'
import { tellSession } from '../watch/session-news.js'
import { withClient } from '../with-client.js'
import type { MonClient } from '@cephwire/mon-client'
import type { CommandLine } from '../command-line.js'
import type { Io } from '../io.js'
import type { Change } from '../watch/change.js'
import type { Kind } from '../watch/kinds.js'

/** What is asked for. */
interface Asked {
  readonly kind: Kind
  /** For messages. */
  readonly name: string
  /** Changes after which it ends. */
  readonly count: number
  readonly print: (change: Change) => string
}

/** After that silence means something. Milliseconds. */
const SILENCE = 10_000

/** Prints what monitors push, a line for each change, until ^C. */
export async function watchCommand(line: CommandLine, io: Io): Promise<number> {
  const asked = parse(line)
  return withClient(line, io, client => watch(client, asked, io))
}

async function watch(client: MonClient, { kind, name, count, print }: Asked, io: Io): Promise<number> {
  const enough = new AbortController()
  const signal = AbortSignal.any([io.signal, enough.signal])
  const told = tellSession(client, io.stderr, Date.now).catch(() => enough.abort())
  const silence = setTimeout(() => {
    if (kind.needs === undefined) return
    write(io.stderr, silenceWords(name, kind.needs)).catch(() => enough.abort())
  }, SILENCE)
  let left = count
  try {
    await kind.watch({
      client,
      signal,
      now: Date.now,
      warn: text => write(io.stderr, text),
      emit: async change => {
        clearTimeout(silence)
        if (signal.aborted) return
        const read = await writeIfRead(io.stdout, print(change))
        if (!read || --left <= 0) enough.abort()
      }
    })
  } finally {
    clearTimeout(silence)
    await client.close()
    await told
  }
  return ExitCode.Ok
}

function silenceWords(name: string, needs: string): string {
  return `No ${name} yet: monitors are silent to a client without the caps "${needs}"\n`
}

/** @throws UsageError */
function parse({ flags, words }: CommandLine): Asked {
  if (flags.outFile !== undefined || flags.inFile !== undefined) throw new UsageError('watch: takes no files')
  const { values, positionals } = parsed(words.slice(1))
  const [name, level = 'info', ...more] = positionals
  if (name === undefined) throw new UsageError(`watch: expected one of ${kindNames.join(', ')}`)
  const kind = kindOf(name, name === 'log' ? levelOf(level) : LogLevel.Info)
  if (kind === undefined) throw new UsageError(`watch: cannot watch ${name}, only ${kindNames.join(', ')}`)
  if (more.length > 0 || (positionals.length > 1 && name !== 'log')) {
    throw new UsageError(`watch: ${(name === 'log' ? more : positionals.slice(1)).join(' ')} makes no sense here`)
  }
  return { kind, name, count: countOf(values.count), print: printerOf(flags.format ?? 'plain') }
}

function parsed(args: readonly string[]): {
  readonly values: { readonly count?: string | undefined }
  readonly positionals: readonly string[]
} {
  try {
    return parseArgs({ args: [...args], options: { count: { type: 'string' } }, allowPositionals: true })
  } catch (cause) {
    throw new UsageError(`watch: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

function levelOf(word: string): LogLevel {
  const level = Object.values(LogLevel).find(level => level === word)
  if (level === undefined) throw new UsageError(`watch: no level ${word}, only ${Object.values(LogLevel).join(', ')}`)
  return level
}

function countOf(text: string | undefined): number {
  if (text === undefined) return Infinity
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (count < 1) throw new UsageError('watch: --count takes a number of changes')
  return count
}

function printerOf(format: string): (change: Change) => string {
  if (format === 'plain') return plainLines
  if (format === 'json') return jsonLine
  throw new UsageError(`watch: --format takes plain or json, not ${format}`)
}

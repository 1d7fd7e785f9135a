import { escapeText } from '../escape.js'
import { readInput } from '../input.js'
import { write } from '../io.js'
import { openSink } from '../output.js'
import { withClient } from '../with-client.js'
import { monitors } from './endpoint.js'
import { runWords } from './run-words.js'
import type { MonClient } from '@cephwire/mon-client'
import type { CommandLine } from '../command-line.js'
import type { Io } from '../io.js'
import type { Sink } from '../output.js'
import type { CommandAnswer } from './send-command.js'

/** Runs one command of the monitors: its output to stdout or -o, its text to stderr. */
export async function monCommand(line: CommandLine, io: Io): Promise<number> {
  const { flags, words } = line
  const input = flags.inFile === undefined ? undefined : await readInput(flags.inFile, io)
  return withClient(line, io, async client => {
    const scrub = flags.block ? await scrubOf(client, words, io) : undefined
    const sink = await openSink(flags, io)
    try {
      const answer = await runWords(monitors(client), { words, flags, input }, io)
      await report(answer, sink, io)
      await scrub?.over()
      return answer.errno
    } finally {
      await sink.close()
    }
  })
}

/**
 * Says what was answered.
 *
 * @param named who it was, in front of what it says where several are asked
 */
export async function report(answer: CommandAnswer, sink: Sink, io: Io, named = ''): Promise<void> {
  const { output, status, errno, errnoName } = answer
  await sink.put(output, named)
  if (errno > 0) await write(io.stderr, escapeText(`Error ${errnoName}: ${status}\n`))
  else if (status !== '') await write(io.stderr, escapeText(`${named}${status}\n`))
}

async function scrubOf(
  client: MonClient,
  words: readonly string[],
  io: Io
): Promise<{ over(): Promise<void> } | undefined> {
  const [osd, scrub = '', who] = words
  if (osd !== 'osd' || !['scrub', 'deep-scrub'].includes(scrub) || who === undefined) return undefined
  return (await import('./wait-for-scrub.js')).waitForScrub(client, scrub, who, io)
}

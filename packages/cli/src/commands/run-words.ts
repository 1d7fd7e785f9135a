import { escapeText } from '../escape.js'
import { write } from '../io.js'
import { whileWaiting } from '../progress.js'
import { commandOf } from './command-words.js'
import type { Flags } from '../flags.js'
import type { Io } from '../io.js'
import type { ArgumentFlags } from './command-words.js'
import type { Endpoint } from './endpoint.js'
import type { CommandAnswer } from './send-command.js'

/** Words for somebody, and how. */
export interface RunWords {
  readonly words: readonly string[]
  readonly flags: ArgumentFlags & Pick<Flags, 'verbose' | 'period'>
  readonly input: Uint8Array | undefined
}

const nothing = new Uint8Array(0)

/** Runs the command that words are. Words that are none are EINVAL, with advice on stderr. */
export async function runWords(endpoint: Endpoint, run: RunWords, io: Io): Promise<CommandAnswer> {
  const { words, flags, input } = run
  const shown = showingLife(endpoint, io)
  const found = await commandOf(shown, words, flags, io.signal)
  if (found.json === undefined) {
    if (found.advice === undefined) {
      const status = `problem getting command descriptions from ${endpoint.name}`
      return { ...found.refused, output: nothing, status }
    }
    await write(io.stderr, escapeText(`${found.advice.join('\n')}\n`))
    return { output: nothing, status: 'invalid command', errno: 22, errnoName: 'EINVAL' }
  }
  if (flags.verbose) await write(io.stderr, escapeText(`Submitting command: ${found.json}\n`))
  const { command, description } = found
  const polled = command !== undefined && description !== undefined && (description.flags & POLL) !== 0
  if (!polled) return shown.send(found.json, input, io.signal)
  return (await import('./poll.js')).poll(shown, command, { input, period: flags.period }, io)
}

/** CommandFlag.Poll, without what else stands there. */
const POLL = 16

function showingLife(endpoint: Endpoint, io: Io): Endpoint {
  const { name } = endpoint
  const what = `waiting for ${name === 'mon.' ? 'the cluster' : name}`
  return { name, send: (...args) => whileWaiting(what, io, endpoint.send(...args)) }
}

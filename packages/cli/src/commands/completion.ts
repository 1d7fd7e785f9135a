import { complete, parseDescriptions, withNames } from '../argparse/index.js'
import { escapeLine } from '../escape.js'
import { ExitCode } from '../exit-codes.js'
import { write } from '../io.js'
import { withClient } from '../with-client.js'
import { namesOf } from './completion-names.js'
import { DESCRIBE, daemon, monitors } from './endpoint.js'
import { targetOf } from './target.js'
import type { MonClient } from '@cephwire/mon-client'
import type { Candidate } from '../argparse/index.js'
import type { CommandLine } from '../command-line.js'
import type { Io } from '../io.js'

/** Seconds: nobody waits long for TAB. */
const TIMEOUT = 3

/** What can follow words, and what the command does when nothing is offered. */
interface Offer {
  readonly candidates: readonly Candidate[]
  readonly hint: string
}

/** `--completion`: the words that can stand where the last one is, a line each. */
export function completion(line: CommandLine, io: Io): Promise<number> {
  return completeInCluster(line, [], io)
}

/**
 * Prints the words that can follow, of the cluster and the program's own.
 *
 * @param own words that need no cluster; they are printed without one
 * @returns the exit code
 */
export async function completeInCluster(line: CommandLine, own: readonly string[], io: Io): Promise<number> {
  const connectTimeout = line.flags.connectTimeout ?? TIMEOUT
  const begun = line.words.at(-1) ?? ''
  let offer: Offer = { candidates: [], hint: '' }
  const exitCode = await withClient({ ...line, flags: { ...line.flags, connectTimeout } }, io, async client => {
    const late = AbortSignal.timeout(TIMEOUT * 1000)
    try {
      offer = await offerOf(client, line.words, AbortSignal.any([io.signal, late]))
    } catch (error) {
      if (io.signal.aborted || !late.aborted) throw error
    }
    return ExitCode.Ok
  })
  const { candidates, hint } = offer
  await printCandidates(withNames({ candidates, kinds: [], commands: [] }, own, begun), hint, io)
  return exitCode
}

/** In a terminal's shell a word is inserted as it is: from a cluster only those that are nothing but a word there. */
export const plain = /^[\w.:@%+,/=-]+$/

/**
 * Prints a line for each word. Where there is none the help of the only command follows a blank, as `ceph` does it, so
 * that a shell shows it and inserts nothing. With `CEPHWIRE_COMPLETION=described` in the environment a line also has a
 * tab and what the word does, and there is no blank.
 */
export async function printCandidates(candidates: readonly Candidate[], hint: string, io: Io): Promise<void> {
  const described = io.env['CEPHWIRE_COMPLETION'] === 'described'
  const words = candidates.filter(({ word }) => plain.test(word))
  const lines = words.map(({ word, help }) => (described && help !== '' ? `${word}\t${escapeLine(help)}` : word))
  if (lines.length === 0 && hint !== '') lines.push(...(described ? [] : [' ']), `#${escapeLine(hint)}`)
  await write(io.stdout, lines.map(line => `${line}\n`).join(''))
}

async function offerOf(client: MonClient, words: readonly string[], signal: AbortSignal): Promise<Offer> {
  const cluster = monitors(client)
  const begun = words.at(-1) ?? ''
  const told = words[0] === 'tell' || words[0] === 'ping'
  if (told && words.length === 2) return { candidates: await targets(client, words[0]!, begun, signal), hint: '' }
  const target = words.length > 2 ? targetOf(words) : undefined
  const endpoint = target?.kind === 'told' ? daemon(client, target.target) : cluster
  const { errno, output } = await endpoint.send(DESCRIBE, undefined, signal)
  if (errno > 0) return { candidates: [], hint: '' }
  const found = complete(parseDescriptions(new TextDecoder().decode(output)), told ? words.slice(2) : words)
  const names = await Promise.all(found.kinds.map(kind => namesOf(kind, cluster, signal)))
  const hint = found.commands.length === 1 ? found.commands[0]!.help : ''
  return { candidates: withNames(found, names.flat(), begun), hint }
}

/** Daemons that can be told something. */
async function targets(
  client: MonClient,
  verb: string,
  begun: string,
  signal: AbortSignal
): Promise<readonly Candidate[]> {
  const cluster = monitors(client)
  const mons = (await namesOf('mon', cluster, signal)).map(name => `mon.${name}`)
  const osds = verb === 'tell' ? (await namesOf('osd', cluster, signal)).map(id => `osd.${id}`) : []
  return withNames(
    { candidates: [], kinds: [], commands: [] },
    verb === 'tell' ? ['mgr', ...mons, ...osds] : mons,
    begun
  )
}

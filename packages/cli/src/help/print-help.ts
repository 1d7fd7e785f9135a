import { commandLine } from '../command-line.js'
import { DESCRIBE, daemon, monitors } from '../commands/endpoint.js'
import { targetOf } from '../commands/target.js'
import { escapeText } from '../escape.js'
import { ExitCode } from '../exit-codes.js'
import { usage } from '../help.js'
import { write } from '../io.js'
import { clusterCommands, localCommands, socketCommands } from '../own-commands.js'
import { whileWaiting } from '../progress.js'
import { withClient } from '../with-client.js'
import { writeCommands } from './write-commands.js'
import type { MonClient } from '@cephwire/mon-client'
import type { Endpoint } from '../commands/endpoint.js'
import type { Flags } from '../flags.js'
import type { Io } from '../io.js'

/** Seconds to connect, unless a flag says. */
const TIMEOUT = 5

/**
 * `-h`: what the flags are, then the commands of the cluster that begin as the words do, or those of the daemon behind
 * `tell`. Without a cluster the first part is all there is.
 *
 * @returns the exit code: a failure only where commands were asked for and could not be shown
 */
export async function printHelp(flags: Flags, io: Io): Promise<number> {
  await write(io.stdout, usage.text)
  const line = commandLine({ ...flags, connectTimeout: flags.connectTimeout ?? TIMEOUT })
  const { words } = line
  // The commands of this program alone stand in its usage.
  if (isOwn(words[0] ?? '')) return ExitCode.Ok
  const list = { told: false }
  const exitCode = await withClient(line, io, async client => {
    const told = words[0] === 'tell' && words.length > 1
    const endpoint = told ? await endpointOf(client, words, io) : monitors(client)
    const { errno, errnoName, status, output } = await whileWaiting(
      'waiting for the cluster',
      io,
      endpoint.send(DESCRIBE, undefined, io.signal)
    )
    list.told = errno === 0
    if (!list.told) {
      await write(io.stderr, escapeText(`Error ${errnoName}: ${status}\n`))
      return errno
    }
    const title = told ? `Tell ${words[1]!.split('.', 1)[0]!} commands:` : 'Monitor commands:'
    await writeCommands(title, output, told ? words.slice(2) : words, io)
    return ExitCode.Ok
  })
  if (list.told || io.signal.aborted) return exitCode
  await write(io.stderr, 'The commands of the cluster are not shown: it did not tell them\n')
  return words.length === 0 ? ExitCode.Ok : exitCode
}

function isOwn(word: string): boolean {
  if (word === 'tell' || word === 'ping') return false
  return [localCommands, clusterCommands, socketCommands].some(table => Object.hasOwn(table, word))
}

/** Of all daemons of a type, which have the same commands, the first. */
async function endpointOf(client: MonClient, words: readonly string[], io: Io): Promise<Endpoint> {
  const target = targetOf(words)
  if (target.kind === 'monitors') return monitors(client)
  if (target.kind === 'told') return daemon(client, target.target)
  const [first = target.target] = await whileWaiting(
    'waiting for the cluster',
    io,
    client.tellTargets(target.target, { signal: io.signal })
  )
  return daemon(client, first)
}

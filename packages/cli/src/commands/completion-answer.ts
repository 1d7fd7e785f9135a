import { withNames } from '../argparse/index.js'
import { withCephArgs } from '../ceph-args.js'
import { commandLine } from '../command-line.js'
import { CephError } from '@cephwire/codec'
import { ExitCode } from '../exit-codes.js'
import { parseFlags } from '../flags.js'
import { clusterCommands, localCommands, socketCommands } from '../own-commands.js'
import { flagValues, flagWords } from './completion-flags.js'
import { formatsOf, ownWords } from './completion-own.js'
import { completeInCluster, printCandidates } from './completion.js'
import type { CommandLine } from '../command-line.js'
import type { Io } from '../io.js'

/**
 * `--completion WORDS…` in front of everything, as shells ask: WORDS is the line that somebody types, flags among them,
 * up to the word that the cursor is in. Prints the words that can stand there, a line each.
 *
 * @returns the exit code; 0 when nothing can stand there
 */
export async function answerCompletion(args: readonly string[], io: Io): Promise<number> {
  const begun = args.at(-1) ?? ''
  const before = args.slice(0, -1)
  const offer = async (words: readonly string[]): Promise<number> => {
    await printCandidates(withNames({ candidates: [], kinds: [], commands: [] }, words, begun), '', io)
    return ExitCode.Ok
  }
  // These stand in front of all flags, and have their own.
  if (Object.hasOwn(localCommands, before[0] ?? '')) return offer((await ownWords(before, begun)) ?? [])
  const dashes = before.includes('--')
  const line = lineOf(before, io)
  // A line that ends with a flag makes sense without it.
  const [name] = (line ?? lineOf(before.slice(0, -1), io))?.words ?? []
  const values = dashes ? undefined : flagValues(before, begun, formatsOf(name))
  if (values !== undefined) return offer(values)
  if (line === undefined) return offer([])
  const { words } = line
  const flags = begun.startsWith('-') && !dashes ? flagWords : []
  const ours = await ownWords(words, begun)
  if (ours !== undefined) return offer([...ours, ...flags])
  if (words.length === 0 && flags.length > 0) return offer(flags)
  return completeInCluster({ ...line, words: [...words, begun] }, [...flags, ...firstWords(words, before)], io)
}

/** The whole words as a command line; undefined where their flags make no sense. */
function lineOf(before: readonly string[], io: Io): CommandLine | undefined {
  try {
    return commandLine(parseFlags(withCephArgs(before, io.env['CEPH_ARGS'])))
  } catch (error) {
    if (CephError.isCephError(error)) return undefined
    throw error
  }
}

function firstWords(words: readonly string[], before: readonly string[]): readonly string[] {
  if (words.length > 0) return []
  const local = before.length === 0 ? Object.keys(localCommands).filter(name => !name.startsWith('-')) : []
  return [...local, ...Object.keys(clusterCommands), ...Object.keys(socketCommands)]
}

import { CommandFlag } from './descriptions.js'
import { valueKind } from './value-kind.js'
import { wayThrough } from './way-through.js'
import { usageOf } from './usage.js'
import type { ArgDesc, CommandDescription } from './descriptions.js'
import type { ValueKind } from './value-kind.js'

/** A word that can stand where the last word is. */
export interface Candidate {
  /** The whole word. */
  readonly word: string
  /** What it does, where it is a word of one command only; else ''. */
  readonly help: string
}

/** What can follow words. */
export interface Completion {
  /** In the order of their words, each once. */
  readonly candidates: readonly Candidate[]
  /** Kinds of names that can stand here as well, which only the cluster knows. */
  readonly kinds: readonly ValueKind[]
  /** The commands that these words can still become, the usage of each. */
  readonly commands: readonly { readonly usage: string; readonly help: string }[]
}

const unseen = CommandFlag.Obsolete | CommandFlag.Hidden

/**
 * The words that can follow. Of all words but the last each has to be whole; the last is the beginning of one, and
 * '' asks for all. Knows nothing but the descriptions: `kinds` says which names to ask the cluster for.
 */
export function complete(descriptions: readonly CommandDescription[], words: readonly string[]): Completion {
  const begun = words.at(-1) ?? ''
  const found = new Map<string, Set<string>>()
  const kinds = new Set<ValueKind>()
  const commands: { usage: string; help: string }[] = []
  for (const { sig, help, flags } of descriptions) {
    const way = (flags & unseen) === 0 ? wayThrough(sig, words.slice(0, -1)) : undefined
    if (way === undefined) continue
    const reached = new Set<string>()
    for (const desc of way.places) {
      for (const word of wordsOf(desc)) reached.add(word)
      const kind = valueKind(sig, desc)
      if (kind !== undefined && !begun.startsWith('-')) kinds.add(kind)
    }
    // Names of arguments are many, and wanted when a word begins like one, or when nothing else is left.
    if (begun.startsWith('-') || way.complete) {
      for (const desc of way.names) if (begun.startsWith('-') || isSwitch(desc)) reached.add(nameOf(desc))
    }
    const fitting = [...reached].filter(word => word.startsWith(begun))
    for (const word of fitting) found.set(word, (found.get(word) ?? new Set()).add(help))
    if (fitting.length > 0 || way.places.some(desc => takes(desc, begun))) commands.push({ usage: usageOf(sig), help })
  }
  const candidates = [...found].map(([word, helps]) => ({ word, help: helps.size === 1 ? [...helps][0]! : '' }))
  return { candidates: candidates.sort(byWord), kinds: [...kinds], commands }
}

/** Adds names to candidates: those that begin like the last word. */
export function withNames(completion: Completion, names: Iterable<string>, begun: string): readonly Candidate[] {
  const known = new Map(completion.candidates.map(candidate => [candidate.word, candidate]))
  for (const word of names) if (word.startsWith(begun) && !known.has(word)) known.set(word, { word, help: '' })
  return [...known.values()].sort(byWord)
}

function wordsOf({ typeName, type }: ArgDesc): readonly string[] {
  return typeName === 'CephBool' ? [] : (type.choices ?? [])
}

function isSwitch({ typeName, positional }: ArgDesc): boolean {
  return typeName === 'CephBool' || !positional
}

function nameOf({ name }: ArgDesc): string {
  return `--${name.replaceAll('_', '-')}`
}

/** Whether some word that begins like this can stand there, as far as one can tell. */
function takes({ type }: ArgDesc, begun: string): boolean {
  return type.choices === undefined || type.choices.some(choice => choice.startsWith(begun))
}

function byWord(a: Candidate, b: Candidate): number {
  return a.word < b.word ? -1 : a.word > b.word ? 1 : 0
}

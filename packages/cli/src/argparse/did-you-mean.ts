import { CommandFlag } from './descriptions.js'
import type { CommandDescription } from './descriptions.js'

/** How many commands are suggested. */
const MAX_SUGGESTED = 3
/** Longer words are no slips of a finger. Characters. */
const MAX_WORD = 40

const unseen = CommandFlag.Obsolete | CommandFlag.Deprecated | CommandFlag.Hidden

/**
 * The commands whose first words were meant, if all that is wrong is how these are spelt: a letter too many, too few,
 * wrong or in the wrong place, for every three of a word. The nearest, or all that are equally near.
 */
export function didYouMean(descriptions: readonly CommandDescription[], words: readonly string[]): readonly string[] {
  let least = Infinity
  let nearest = new Set<string>()
  for (const { sig, flags } of descriptions) {
    if ((flags & unseen) !== 0) continue
    const prefix = sig.filter(desc => desc.typeName === 'CephPrefix').map(({ type }) => type.text)
    const meant = prefix.slice(0, words.length)
    const slips = meant.reduce((sum, word, i) => sum + slipsIn(word, words[i]!), 0)
    // Nothing is misspelt: there is more to come.
    if (slips === 0 && prefix.length >= words.length) return []
    if (slips === 0 || slips === Infinity || slips > least) continue
    if (slips < least) nearest = new Set()
    least = slips
    nearest.add(meant.join(' '))
  }
  return nearest.size > MAX_SUGGESTED ? [] : [...nearest]
}

/** Infinity for two words that are not alike. */
function slipsIn(meant: string, typed: string): number {
  if (meant === typed) return 0
  if (typed.length > MAX_WORD || meant.length > MAX_WORD) return Infinity
  const slips = distance(meant, typed)
  return slips <= Math.max(1, Math.floor(meant.length / 3)) && slips < meant.length ? slips : Infinity
}

/** Letters put in, left out, changed, or changed with the next (optimal string alignment). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, beforeLast[j - 2]! + 1)
      row.push(least)
    }
    beforeLast = last
    last = row
  }
  return last[b.length]!
}

import { CephError } from '@cephwire/codec'
import type { ArgDesc } from './descriptions.js'
import type { ArgValue } from './value.js'

/**
 * The values of one word. An argument that repeats takes several at once with commas between them; a positional
 * CephString does not, since its text may have commas.
 *
 * @throws ArgumentError
 */
export function parseValues(desc: ArgDesc, word: string, named: boolean, partial = false): readonly ArgValue[] {
  const list = desc.repeats && (named || desc.typeName !== 'CephString')
  return (list ? word.split(',') : [word]).map(part => desc.type.parse(part, partial))
}

/**
 * How many required places of a signature the words fill, from the first on: the measure of likeness.
 *
 * @param partial whether the last word may be the beginning of one
 */
export function countMatches(words: readonly string[], sig: readonly ArgDesc[], partial: boolean): number {
  let taken = 0
  let count = 0
  for (const desc of sig) {
    do {
      const word = words[taken]
      if (word === undefined) return count
      if (fits(desc, word, false, partial && taken === words.length - 1)) {
        taken++
      } else if (desc.required) {
        return count
      } else {
        break
      }
    } while (desc.repeats)
    if (desc.required) count++
  }
  return count
}

/** Whether the argument takes the word. */
export function fits(desc: ArgDesc, word: string, named: boolean, partial = false): boolean {
  try {
    // The most frequent by far, and an error costs much more than a comparison.
    if (desc.typeName === 'CephPrefix') return partial ? desc.type.text.startsWith(word) : desc.type.text === word
    parseValues(desc, word, named, partial)
    return true
  } catch (error) {
    if (CephError.isCephError(error)) return false
    throw error
  }
}

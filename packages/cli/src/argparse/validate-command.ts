import { CommandFlag } from './descriptions.js'
import { didYouMean } from './did-you-mean.js'
import { ArgumentError } from './errors.js'
import { countMatches } from './match.js'
import { usageOf } from './usage.js'
import { validate } from './validate.js'
import type { CommandDescription } from './descriptions.js'
import type { CommandObject } from './value.js'

/** What words are to a cluster: a command, or advice for people, a line each. */
export type ValidatedCommand =
  | { readonly command: CommandObject; readonly description: CommandDescription }
  | { readonly command?: never; readonly advice: readonly string[] }

/** How many of the closest matches are shown. */
const MAX_SHOWN = 10

/** Finds the command that words are by the cluster's descriptions of its commands. */
export function validateCommand(
  descriptions: readonly CommandDescription[],
  words: readonly string[]
): ValidatedCommand {
  const closest = closestCommands(descriptions, words)
  const fewestRequiredFirst = [...closest].sort((a, b) => requiredOf(a) - requiredOf(b))
  for (const description of fewestRequiredFirst) {
    const result = tryCommand(description, words)
    if (result.command !== undefined) return { command: result.command, description }
    if (result.fault === 'missing' && closest.length > 1) break
    if (result.fault === 'missing' || result.fault === 'invalid') {
      const usage = `${usageOf(description.sig)} :  ${description.help}`
      const before = result.before === undefined ? [] : [result.before]
      return { advice: [...before, `Invalid command: ${result.message}`, usage] }
    }
  }
  const hidden = CommandFlag.Deprecated | CommandFlag.Hidden
  const shown = closest.filter(({ flags }) => (flags & hidden) === 0).slice(0, MAX_SHOWN)
  const heading = `no valid command found; ${shown.length} closest matches:`
  const meant = didYouMean(descriptions, words).map(command => `"${command}"`)
  const question = meant.length === 0 ? [] : [`Did you mean ${meant.join(' or ')}?`]
  return { advice: [heading, ...shown.map(({ sig }) => usageOf(sig)), ...question] }
}

/** The commands that fit best: whole words count for more than beginnings of words. */
function closestCommands(
  descriptions: readonly CommandDescription[],
  words: readonly string[]
): readonly CommandDescription[] {
  let best = 0
  let closest: CommandDescription[] = []
  for (const description of descriptions) {
    if ((description.flags & CommandFlag.Obsolete) !== 0) continue
    const partial = countMatches(words, description.sig, true)
    const whole = partial >= Math.floor(best) && partial === countMatches(words, description.sig, false)
    const score = whole ? partial + 0.5 : partial
    if (score > best) closest = []
    if (score >= best) closest.push(description)
    best = Math.max(best, score)
  }
  return closest
}

function requiredOf({ sig }: CommandDescription): number {
  return sig.filter(desc => desc.required).length
}

function tryCommand(
  { sig }: CommandDescription,
  words: readonly string[]
): { readonly command: CommandObject } | (ArgumentError & { readonly command?: never }) {
  try {
    return { command: validate(words, sig) }
  } catch (error) {
    if (error instanceof ArgumentError) return error
    throw error
  }
}

import { complete, parseDescriptions } from '../argparse/index.js'
import { plain } from './completion.js'
import { DESCRIBE } from './endpoint.js'
import type { Endpoint } from './endpoint.js'

/**
 * What TAB offers behind a line.
 *
 * @returns the words that can stand where the last one is, and that one
 */
export async function completeLine(
  endpoint: Endpoint,
  line: string,
  signal: AbortSignal
): Promise<readonly [words: readonly string[], begun: string]> {
  const words = line.trimStart().split(/\s+/)
  const begun = words.at(-1)!
  const { errno, output } = await endpoint.send(DESCRIBE, undefined, signal)
  if (errno > 0) return [[], begun]
  const found = complete(parseDescriptions(new TextDecoder().decode(output)), words)
  const candidates = found.candidates.filter(({ word }) => plain.test(word))
  const only = candidates.length === 1 ? ' ' : ''
  return [candidates.map(({ word }) => word + only), begun]
}

import { UsageError } from './errors.js'
import type { Input } from './io.js'

/** Characters of one line. */
const LONGEST = 1024 * 1024

/**
 * The lines of an input, without what ends them.
 *
 * @throws UsageError for one that is longer than 1 MiB
 */
export async function* linesOf(input: Input): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let begun = ''
  for await (const chunk of input) {
    const lines = (begun + decoder.decode(chunk, { stream: true })).split('\n')
    begun = lines.pop()!
    if (begun.length > LONGEST) throw new UsageError(`a line of the input is longer than ${LONGEST} characters`)
    yield* lines
  }
  begun += decoder.decode()
  if (begun !== '') yield begun
}

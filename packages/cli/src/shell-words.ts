import { UsageError } from './errors.js'

/**
 * The words of a line, as a shell takes quotes and backslashes, and nothing else of what shells know.
 *
 * @throws UsageError for a quote that does not end
 */
export function shellWords(line: string): readonly string[] {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const char = line[i]!
    const escapes = char === '\\' && (quote === '' || (quote === '"' && /["\\]/.test(line[i + 1] ?? '')))
    if (escapes) {
      if (++i === line.length) throw new UsageError('a backslash stands at the end of the line')
      word = (word ?? '') + line[i]!
    } else if (quote === '' ? char === '"' || char === "'" : char === quote) {
      quote = quote === '' ? char : ''
      word ??= ''
    } else if (quote === '' && /[ \t\r\n]/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else {
      word = (word ?? '') + char
    }
  }
  if (quote !== '') throw new UsageError(`a ${quote} is not closed`)
  return word === undefined ? words : [...words, word]
}

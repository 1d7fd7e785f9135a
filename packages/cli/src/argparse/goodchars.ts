/**
 * Whether a word has only characters of a class such as `[A-Za-z0-9-_.]`. The class comes from the cluster and is read
 * here as what it is, never compiled as a regular expression.
 *
 * @returns the characters that do not belong; all do where the class is of a form that is not known
 */
export function badChars(goodchars: string, word: string): readonly string[] {
  const allowed = parseClass(goodchars)
  return allowed === undefined ? [] : [...new Set(word)].filter(char => !allowed(char))
}

function parseClass(text: string): ((char: string) => boolean) | undefined {
  if (!text.startsWith('[') || text.startsWith('[^') || !text.endsWith(']')) return undefined
  const chars = text.slice(1, -1)
  if (chars === '' || /[[\]\\]/.test(chars)) return undefined
  const single = new Set<string>()
  const ranges: [from: string, to: string][] = []
  for (let i = 0; i < chars.length; i++) {
    if (chars[i + 1] === '-' && i + 2 < chars.length) {
      ranges.push([chars[i]!, chars[i + 2]!])
      i += 2
    } else {
      single.add(chars[i]!)
    }
  }
  return char => single.has(char) || ranges.some(([from, to]) => from <= char && char <= to)
}

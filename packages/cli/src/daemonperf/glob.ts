/** Whether a name is like a shell's pattern: `*`, `?`, `[a-z]`, `[!a]`. */
export function globMatches(name: string, pattern: string): boolean {
  return matchFrom(name, pattern, 0, 0)
}

function matchFrom(name: string, pattern: string, n: number, p: number): boolean {
  // Where to go on after the last *, which takes one character more each time: no more work than lengths multiplied.
  let [starName, starPattern] = [-1, -1]
  while (n < name.length) {
    const next = p < pattern.length ? matchOne(name[n]!, pattern, p) : undefined
    if (pattern[p] === '*') {
      starName = n
      starPattern = ++p
    } else if (next !== undefined) {
      n++
      p = next
    } else if (starPattern >= 0) {
      n = ++starName
      p = starPattern
    } else {
      return false
    }
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** The place behind what takes one character; undefined when it does not take this one. */
function matchOne(char: string, pattern: string, p: number): number | undefined {
  if (pattern[p] === '?') return p + 1
  const not = pattern[p + 1] === '!' ? 1 : 0
  // A bracket that stands first is one of the characters.
  const end = pattern[p] === '[' ? pattern.indexOf(']', p + 2 + not) : -1
  if (end < 0) return pattern[p] === char ? p + 1 : undefined
  let found = false
  for (let i = p + 1 + not; i < end; i++) {
    if (pattern[i + 1] === '-' && i + 2 < end) {
      found ||= pattern[i]! <= char && char <= pattern[i + 2]!
      i += 2
    } else {
      found ||= pattern[i] === char
    }
  }
  return found === (not === 0) ? end + 1 : undefined
}

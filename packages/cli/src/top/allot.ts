import type { Line } from '../screen/span.js'
import type { Section } from './sections/section.js'

/**
 * Shares rows among sections: first each gets the least that makes sense, in the order of their ranks, then one row more at
 * a time until nobody wants more.
 */
export function allot(sections: readonly Section[], rows: number): Line[] {
  const byRank = sections.map((section, i) => ({ section, i })).sort((a, b) => a.section.rank - b.section.rank)
  const given = sections.map(() => 0)
  let left = Math.max(0, rows)
  for (const { section, i } of byRank) {
    given[i] = Math.min(section.least, left)
    left -= given[i]
  }
  while (left > 0) {
    const wanting = byRank.filter(({ section, i }) => given[i]! < section.most)
    if (wanting.length === 0) break
    for (const { i } of wanting.slice(0, left)) given[i]!++
    left -= Math.min(left, wanting.length)
  }
  return sections.flatMap(({ lines }, i) => (given[i] === 0 ? [] : lines(given[i]!).slice(0, given[i])))
}

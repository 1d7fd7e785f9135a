import { escapeLine } from '../escape.js'
import { paint, span } from '../screen/span.js'
import { widthOf } from '../screen/width.js'
import { count, list } from './words.js'
import type { Style } from '../screen/span.js'
import type { Check, CheckResult } from './check.js'

/** Words that need neither colour nor more than ASCII. */
const marks: Readonly<Record<CheckResult, { readonly word: string; readonly style: Style }>> = {
  ok: { word: 'ok  ', style: 'good' },
  warning: { word: 'warn', style: 'warning' },
  failed: { word: 'FAIL', style: 'bad' },
  skipped: { word: '-   ', style: 'dim' }
}

const WIDTH = 80
const INDENT = 5

/** The checks as lines for a person, without the verdict. */
export function formatChecks(checks: readonly Check[], colour: boolean): readonly string[] {
  return together(checks).flatMap(check => formatCheck(check, colour))
}

/** What a check is called, and what is said of it. */
type Entry = Omit<Check, 'check'> & { readonly check: string }

/** Checks that were skipped for one reason are one entry. */
function together(checks: readonly Check[]): readonly Entry[] {
  const isLike = (a: Check, b: Check): boolean =>
    a.result === 'skipped' && b.result === 'skipped' && a.subject === undefined && a.seen === b.seen
  return checks.flatMap((check, i) => {
    if (checks.slice(0, i).some(earlier => isLike(earlier, check))) return []
    const alike = checks.slice(i + 1).filter(later => isLike(check, later))
    return [{ ...check, check: list([check, ...alike].map(({ check }) => check)) }]
  })
}

function formatCheck(
  { check, subject, result, seen, evidence = [], meaning, advice = [] }: Entry,
  colour: boolean
): readonly string[] {
  const { word, style } = marks[result]
  const about = subject === undefined ? check : `${check} ${escapeLine(subject)}`
  const [head = '', ...more] = wrap(`${about}: ${escapeLine(seen)}`, WIDTH - INDENT)
  return [
    paint([span(word, style), span(` ${head}`)], colour),
    ...more.map(indented),
    ...evidence.flatMap(text => wrap(escapeLine(text), WIDTH - INDENT - 2).map(line => indented(`  ${line}`))),
    ...(meaning === undefined ? [] : wrap(escapeLine(meaning), WIDTH - INDENT).map(indented)),
    ...advice.flatMap(formatAdvice)
  ]
}

/** What can be copied stays in one piece. */
function formatAdvice(text: string): readonly string[] {
  const line = escapeLine(text)
  if (line.startsWith('  ')) return [indented(`    ${line.slice(2)}`)]
  return wrap(line, WIDTH - INDENT - 3).map((part, i) => indented(`${i === 0 ? '->' : '  '} ${part}`))
}

const indented = (line: string): string => ' '.repeat(INDENT) + line

/** Breaks a text at its spaces; a word that is too long has a line of its own. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line === '') line = word
    else if (widthOf(line) + 1 + widthOf(word) <= width) line += ` ${word}`
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

/** One line: whether it works, and what comes first otherwise. */
export function verdict(checks: readonly Check[]): string {
  const of = (wanted: CheckResult): readonly Check[] => checks.filter(({ result }) => result === wanted)
  const [failures, warnings] = [of('failed'), of('warning')]
  const works = checks.some(({ check, result }) => check === 'caps' && result !== 'failed' && result !== 'skipped')
  // Of a cluster without a quorum the monitors that are down say less.
  const first = failures.find(({ check }) => check !== 'monitor') ?? failures[0] ?? warnings[0]
  if (first === undefined) return works ? 'All is well.' : 'Nothing is wrong, and yet the cluster did not answer.'
  const numbers = [
    ...(failures.length === 0 ? [] : [`${failures.length} failed`]),
    ...(warnings.length === 0 ? [] : [count(warnings.length, 'warning')])
  ].join(' and ')
  const usable = works ? 'The cluster can be used' : 'The cluster cannot be used'
  return `${usable}: ${numbers}, first ${first.check} (${escapeLine(first.problem!)}).`
}

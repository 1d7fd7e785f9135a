import { escapeLine } from '../escape.js'
import { lineWidth, paint, span } from '../screen/span.js'
import { widthOf } from '../screen/width.js'
import { count } from './words.js'
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
  return checks.flatMap(check => formatCheck(check, colour))
}

function formatCheck(
  { check, subject, result, seen, evidence = [], meaning, advice = [] }: Check,
  colour: boolean
): readonly string[] {
  const { word, style } = marks[result]
  const about = subject === undefined ? check : `${check} ${escapeLine(subject)}`
  const first = [span(word, style), span(` ${about}: `)]
  const [head = '', ...more] = wrap(escapeLine(seen), WIDTH - lineWidth(first), WIDTH - INDENT)
  return [
    paint([...first, span(head)], colour),
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
export function wrap(text: string, first: number, others = first): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const width = lines.length === 0 ? first : others
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
  const first = [...failures, ...warnings][0]
  if (first === undefined) return works ? 'All is well.' : 'Nothing is wrong, and yet the cluster did not answer.'
  const numbers = [
    ...(failures.length === 0 ? [] : [`${failures.length} failed`]),
    ...(warnings.length === 0 ? [] : [count(warnings.length, 'warning')])
  ].join(' and ')
  const usable = works ? 'The cluster can be used' : 'The cluster cannot be used'
  return `${usable}: ${numbers}, first ${first.check} (${first.problem!}).`
}

import { span } from '../../screen/span.js'
import { clock, outside } from './text.js'
import type { Line, Style } from '../../screen/span.js'
import type { LogView, TopModel } from '../model.js'
import type { Section } from './section.js'

const RANK = 4

const styles: ReadonlyMap<string, Style> = new Map([
  ['[WRN]', 'warning'],
  ['[SEC]', 'warning'],
  ['[ERR]', 'bad']
])

/** The end of the cluster log, the newest at the bottom. */
export function logSection({ log, utcOffset }: TopModel): Section {
  const title: Line = [span('LOG', 'dim')]
  return {
    rank: RANK,
    least: Math.min(3, log.length + 1),
    most: log.length + 1,
    lines: rows => [title, ...(rows > 1 ? log.slice(1 - rows) : []).map(line => logLine(line, utcOffset))]
  }
}

function logLine({ at, who, tag, message }: LogView, utcOffset: number): Line {
  const head = span(`${clock(at * 1000, utcOffset)} `, 'dim')
  return [head, outside(`${who} `), outside(tag, styles.get(tag) ?? 'plain'), outside(` ${message}`)]
}

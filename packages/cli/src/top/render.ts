import { clipLine, paint } from '../screen/span.js'
import { allot } from './allot.js'
import { headerLine, sessionLine } from './sections/header.js'
import { healthSection } from './sections/health.js'
import { logSection } from './sections/log.js'
import { monitorSection } from './sections/monitors.js'
import { osdSection } from './sections/osds.js'
import { poolSection } from './sections/pools.js'
import { gutter, fixed } from './sections/section.js'
import { mgrLine } from './sections/mgr.js'
import { dataLines, ioLines, pgSection, progressLines } from './sections/usage.js'
import { span } from '../screen/span.js'
import type { Line } from '../screen/span.js'
import type { TopModel } from './model.js'
import type { Section } from './sections/section.js'

export interface RenderOptions {
  readonly columns: number
  readonly rows: number
  readonly colour: boolean
  /** Whether to say on the last line which keys there are. */
  readonly help?: boolean
}

/** From so many rows on there is room for blank lines and for a table of the monitors. */
const ROOMY = 40

const HELP: Line = [
  span(' q', 'bold'),
  span(' quit  '),
  span('?', 'bold'),
  span(' this line  '),
  span('^L', 'bold'),
  span(' draw anew')
]

/** The screen as lines, at most `rows` of them and none wider than `columns`. */
export function render(model: TopModel, { columns, rows, colour, help = false }: RenderOptions): readonly string[] {
  const room = help ? rows - 1 : rows
  const lines = allot(sectionsOf(model, columns, room >= ROOMY), room)
  if (help) while (lines.length < room) lines.push([])
  return [...lines, ...(help ? [HELP] : [])]
    .slice(-Math.max(0, rows))
    .map(line => paint(clipLine(line, columns), colour))
}

/** From the top down. */
function sectionsOf(model: TopModel, columns: number, roomy: boolean): readonly Section[] {
  const blank = fixed(9, roomy ? [[]] : [])
  return [
    fixed(0, [headerLine(model, columns)]),
    gutter('session', columns, () => fixed(1, [sessionLine(model)])),
    blank,
    gutter('health', columns, () => healthSection(model)),
    blank,
    gutter('mon', columns, columns => monitorSection(model, columns, roomy)),
    gutter('mgr', columns, () => fixed(4, mgrLine(model))),
    gutter('osd', columns, columns => osdSection(model, columns)),
    blank,
    gutter('pgs', columns, columns => pgSection(model, columns)),
    gutter('data', columns, () => fixed(5, dataLines(model))),
    gutter('io', columns, () => fixed(3, ioLines(model))),
    gutter('busy', columns, columns => fixed(6, progressLines(model, columns))),
    blank,
    poolSection(model, columns),
    blank,
    logSection(model)
  ]
}

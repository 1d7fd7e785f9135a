import { flow } from '../../screen/flow.js'
import { span } from '../../screen/span.js'
import { formatTimespan } from '../../screen/units.js'
import { shortened } from './section.js'
import { outside } from './text.js'
import type { Line, Style } from '../../screen/span.js'
import type { DownView, OsdsView, TopModel } from '../model.js'
import type { Section } from './section.js'

const RANK = 2
/** Lines that the list of OSDs that are down may take: more are counted. */
const MAX_LINES = 12

export function osdSection({ osds, now }: TopModel, columns: number): Section {
  if (osds === undefined) return shortened(RANK, 1, [[span('not told yet', 'dim')]])
  const down = osds.down.map(host => downPiece(host, now))
  const fixedLines = flow([summary(osds), ...osds.states.map(statePiece)], columns, 3)
  const most = flow(down, columns, MAX_LINES)
  return {
    rank: RANK,
    least: Math.min(2, fixedLines.length + most.length),
    most: fixedLines.length + most.length,
    lines: rows => {
      const room = rows - fixedLines.length
      return room > 0 ? [...fixedLines, ...flow(down, columns, room)] : fixedLines.slice(0, rows)
    }
  }
}

function summary({ total, up, in: isIn, epoch, flags }: OsdsView): Line {
  const worse = (count: number): Style => (count < total ? 'bad' : 'plain')
  return [
    span(`${total} osds: `),
    span(`${up} up`, worse(up)),
    span(', '),
    span(`${isIn} in`, isIn < total ? 'warning' : 'plain'),
    span(`; epoch ${epoch}`),
    ...(flags.length === 0 ? [] : [outside(`; flags ${flags.join(',')}`, 'warning')])
  ]
}

function statePiece([state, count]: readonly [string, number]): Line {
  return [outside(`${count} ${state}`, state.startsWith('down') ? 'bad' : 'warning')]
}

function downPiece({ host, osds, of, since }: DownView, now: number): Line {
  const time = since > 0 ? ` for ${formatTimespan(now / 1000 - since)}` : ''
  const place = host === '' ? '' : ` on ${host}`
  const all = osds.length > 1 ? ` (${osds.length} of ${of})` : ''
  return [outside(`osd.${ranges(osds)} down`, 'bad'), outside(`${place}${all}${time}`)]
}

/** `0-3,7` */
export function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = []
  for (const n of numbers) {
    const last = runs.at(-1)
    if (last?.[1] === n - 1) last[1] = n
    else runs.push([n, n])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',')
}

import { flow } from '../../screen/flow.js'
import { span } from '../../screen/span.js'
import { table } from '../../screen/table.js'
import { formatMillis, formatTimespan } from '../../screen/units.js'
import { escapeLine } from '../../escape.js'
import { shortened } from './section.js'
import { outside } from './text.js'
import type { Line, Style } from '../../screen/span.js'
import type { MonitorView, TopModel } from '../model.js'
import type { Section } from './section.js'

const RANK = 2
/** Lines that many monitors may take where they are not in a table. */
const MAX_LINES = 4

export function monitorSection(model: TopModel, columns: number, roomy: boolean): Section {
  const { monitors, now } = model
  const each = roomy
    ? monitorTable(model, columns)
    : flow(
        monitors.map(mon => piece(mon, now)),
        columns,
        MAX_LINES
      )
  return shortened(RANK, 2, [summary(monitors), ...each])
}

/** As `ceph status` has it. */
function summary(monitors: readonly MonitorView[]): Line {
  const names = (inQuorum: boolean): string =>
    monitors.flatMap(mon => (mon.inQuorum === inQuorum ? [mon.name] : [])).join(',')
  const [quorum, others] = [names(true), names(false)]
  const daemons = `${monitors.length} daemon${monitors.length === 1 ? '' : 's'}, `
  return [
    span(daemons),
    quorum === '' ? span('no quorum', 'bad') : outside(`quorum ${quorum}`),
    ...(others === '' || quorum === '' ? [] : [outside(`, out of quorum: ${others}`, 'bad')])
  ]
}

function piece(mon: MonitorView, now: number): Line {
  const { name, roundTrip } = mon
  const time = roundTrip === undefined ? '' : ` ${formatMillis(roundTrip)}`
  return [outside(name, 'bold'), outside(` ${stateOf(mon, now)}`, styleOf(mon)), span(time)]
}

function stateOf({ state, silent, inQuorum }: MonitorView, now: number): string {
  if (silent !== undefined) return `silent for ${formatTimespan((now - silent.since) / 1000)}`
  if (state === undefined) return inQuorum ? 'in quorum' : 'not asked yet'
  return inQuorum ? state : `${state}, out of quorum`
}

function styleOf({ silent, inQuorum }: MonitorView): Style {
  if (silent !== undefined) return 'bad'
  return inQuorum ? 'good' : 'warning'
}

function monitorTable({ monitors, now }: TopModel, columns: number): Line[] {
  return table(
    monitors,
    [
      { title: 'MON', text: ({ name }) => escapeLine(name), style: () => 'bold', least: 8 },
      { title: 'STATE', text: mon => escapeLine(stateOf(mon, now)), style: styleOf },
      {
        title: 'ROUND TRIP',
        text: ({ roundTrip }) => (roundTrip === undefined ? '-' : formatMillis(roundTrip)),
        align: 'right'
      },
      { title: 'ADDRESS', text: ({ addr }) => escapeLine(addr), rank: 1 },
      { title: '', text: ({ silent }) => escapeLine(silent?.why ?? ''), least: 0 }
    ],
    columns
  )
}

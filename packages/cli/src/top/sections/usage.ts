import { flow } from '../../screen/flow.js'
import { span } from '../../screen/span.js'
import { pad } from '../../screen/width.js'
import { formatBytes, formatCount, formatTimespan } from '../../screen/units.js'
import { escapeLine } from '../../escape.js'
import { STALE } from '../stale.js'
import { shortened } from './section.js'
import { outside } from './text.js'
import type { Line, Style } from '../../screen/span.js'
import type { RecoveryView, TopModel } from '../model.js'
import type { Section } from './section.js'

const RANK = 3
/** Lines that the states of PGs may take. */
const MAX_LINES = 6

/** PGs by state, and what is missing. */
export function pgSection(model: TopModel, columns: number): Section {
  const { usage } = model
  if (usage === undefined) return shortened(RANK, 1, [unknown(model)])
  const states = usage.states.map(([state, count]): Line => [outside(`${count} ${state}`, stateStyle(state))])
  const [first, ...more] = flow(states, columns, MAX_LINES)
  const old = oldWords(model)
  const told: Line[] = old === undefined ? [] : [[span(old, 'warning')]]
  const wrong = recoveryPieces(usage.recovery)
  return shortened(RANK, 1 + told.length, [
    first ?? [span(`${usage.pgs} pgs`)],
    ...told,
    ...(wrong.length === 0 ? [] : flow(wrong, columns, 2)),
    ...more
  ])
}

/** Why figures are not of now; undefined where they are. */
function oldWords({ usage, mgr, now }: TopModel): string | undefined {
  const age = now - (usage?.at ?? now)
  if (age > STALE) return `as it was ${formatTimespan(age / 1000)} ago`
  const nobody = mgr !== undefined && (mgr.active === '' || !mgr.available)
  return nobody ? 'as the manager has told last: there is none to tell more' : undefined
}

function liveStyle(model: TopModel): Style {
  return oldWords(model) === undefined ? 'plain' : 'dim'
}

function unknown({ usageRefused }: TopModel): Line {
  return usageRefused === undefined ? [span('not told yet', 'dim')] : [outside(usageRefused, 'warning')]
}

function stateStyle(state: string): Style {
  if (
    /(^|\+)(down|incomplete|inconsistent|stale|unknown|peering|\w+_unfound|recovery_toofull|backfill_toofull)/.test(
      state
    )
  )
    return 'bad'
  return /^active\+clean(\+scrubbing)?(\+deep)?$/.test(state) ? 'good' : 'warning'
}

function recoveryPieces({ degraded, degradedTotal, misplaced, misplacedTotal, unfound }: RecoveryView): Line[] {
  const of = (count: number, total: number, what: string): string =>
    `${count}/${total} objects ${what}${total > 0 ? ` (${((count / total) * 100).toFixed(3)}%)` : ''}`
  return [
    ...(degraded > 0 ? [[span(of(degraded, degradedTotal, 'degraded'), 'warning')]] : []),
    ...(misplaced > 0 ? [[span(of(misplaced, misplacedTotal, 'misplaced'), 'warning')]] : []),
    ...(unfound > 0 ? [[span(`${unfound} objects unfound`, 'bad')]] : [])
  ]
}

export function dataLines(model: TopModel): Line[] {
  const { usage } = model
  if (usage === undefined) return []
  const { objects, data, used, avail, total } = usage
  const held = `${formatCount(objects)} objects, ${formatBytes(data)}`
  const share = total > 0 ? ` (${((used / total) * 100).toFixed(1)}%)` : ''
  return [
    [
      span(
        `${held}; ${formatBytes(used)} used${share}, ${formatBytes(avail)} / ${formatBytes(total)} avail`,
        liveStyle(model)
      )
    ]
  ]
}

/** In the words of `ceph status`. */
export function ioLines(model: TopModel): Line[] {
  const { usage } = model
  if (usage === undefined) return []
  const { client, recovery } = usage
  const rates = [
    `${formatBytes(client.readBytes)}/s rd`,
    `${formatBytes(client.writeBytes)}/s wr`,
    `${formatCount(client.reads)} op/s rd`,
    `${formatCount(client.writes)} op/s wr`
  ]
  const recovering = `recovery: ${formatBytes(recovery.bytes)}/s, ${formatCount(recovery.objects)} objects/s`
  return [
    [span(`client: ${rates.join(', ')}`, liveStyle(model))],
    ...(recovery.bytes > 0 || recovery.objects > 0 ? [[span(recovering, 'warning')]] : [])
  ]
}

/** What the manager is at. */
export function progressLines({ usage }: TopModel, columns: number): Line[] {
  const running = (usage?.progress ?? []).filter(({ done }) => done < 1).slice(0, 3)
  return running.map(({ message, done }) => {
    const room = Math.max(10, columns - 20)
    const bar = `[${pad('='.repeat(Math.round(done * 10)), 10)}]`
    return [
      span(pad(escapeLine(message), Math.min(room, 60))),
      span(` ${bar} ${String(Math.floor(done * 100)).padStart(3)}%`)
    ]
  })
}

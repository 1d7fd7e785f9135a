import { span } from '../../screen/span.js'
import { formatTimespan } from '../../screen/units.js'
import { outside } from './text.js'
import type { Line } from '../../screen/span.js'
import type { TopModel } from '../model.js'

export function mgrLine({ mgr, now }: TopModel): Line[] {
  if (mgr === undefined) return [[span('not told yet', 'dim')]]
  const since = mgr.since > 0 ? `since ${formatTimespan(now / 1000 - mgr.since)}` : ''
  if (mgr.active === '') return [[span('no daemons active', 'bad'), span(since === '' ? '' : ` (${since})`)]]
  const standbys = mgr.standbys.length === 0 ? '' : `, standbys: ${mgr.standbys.join(', ')}`
  const state = `${mgr.available ? 'active' : 'active, starting'}${since === '' ? '' : `, ${since}`}`
  return [[outside(mgr.active, 'bold'), outside(`(${state})${standbys}`)]]
}

import { span, spread } from '../../screen/span.js'
import { formatTimespan } from '../../screen/units.js'
import { clock, outside, severityStyle } from './text.js'
import { STALE } from '../stale.js'
import type { Line } from '../../screen/span.js'
import type { TopModel } from '../model.js'

export function headerLine({ health, fsid, release, now, utcOffset }: TopModel, columns: number): Line {
  const status = health === undefined ? span('HEALTH …', 'dim') : outside(health.status, severityStyle(health.status))
  const age = now - (health?.at ?? now)
  const old = age > STALE ? [span(` ${formatTimespan(age / 1000)} ago`, 'bad')] : []
  const left = [status, ...old, span('  '), outside(fsid)]
  const time = [span(clock(now, utcOffset))]
  const whole = spread([...left, span('  '), outside(release, 'dim')], time, columns)
  // The time tells that the screen is alive: rather without the release.
  return whole.at(-1) === time[0] ? whole : spread(left, time, columns)
}

export function sessionLine({ session, now }: TopModel): Line {
  const since = formatTimespan((now - session.since) / 1000)
  if (session.state === 'have_session') {
    const before = session.before === undefined ? [] : [outside(`, before that mon.${session.before}`)]
    return [outside(`mon.${session.monitor}`, 'bold'), outside(` at ${session.addr} for ${since}`), ...before]
  }
  const cause = session.cause === undefined ? [] : [outside(`: ${session.cause}`, 'bad')]
  return [span(` NO SESSION for ${since} `, 'alarm'), span(' looking for a monitor'), ...cause]
}

import { utimeFromMillis } from '@cephwire/codec'
import { escapeLine } from '../escape.js'
import { formatLocal } from '../local-time.js'
import { formatBytes, formatCount } from '../screen/units.js'
import type { TopModel } from './model.js'

/** The cluster in one line of text, without the time. */
export function snapshot(model: TopModel): string {
  return escapeLine(partsOf(model).join('; '))
}

/** A snapshot with its time, as Ceph prints times. */
export function snapshotLine({ now, utcOffset }: TopModel, text: string): string {
  return `${formatLocal(utimeFromMillis(now), utcOffset)} ${text}\n`
}

function partsOf(model: TopModel): string[] {
  const { health, session, monitors, mgr, osds, usage } = model
  const checks = (health?.checks ?? []).filter(({ muted }) => !muted).map(({ code }) => code)
  const quorum = monitors.filter(({ inQuorum }) => inQuorum).map(({ name }) => name)
  return [
    ...(session.state === 'hunting' ? ['no session'] : []),
    `${health?.status ?? 'health unknown'}${checks.length === 0 ? '' : ` (${checks.join(', ')})`}`,
    `mon ${quorum.length}/${monitors.length} in quorum${quorum.length === 0 ? '' : ` ${quorum.join(',')}`}`,
    ...(mgr === undefined ? [] : [`mgr ${mgr.active === '' ? 'none' : mgr.active}`]),
    ...(osds === undefined ? [] : [`osd ${osds.total}: ${osds.up} up, ${osds.in} in`]),
    ...(usage === undefined ? [] : usageParts(usage))
  ]
}

function usageParts({ pgs, states, used, total, client }: NonNullable<TopModel['usage']>): string[] {
  return [
    `pgs ${pgs}: ${states.map(([state, count]) => `${count} ${state}`).join(', ')}`,
    `${formatBytes(used)} / ${formatBytes(total)} used`,
    `client ${formatBytes(client.readBytes)}/s rd, ${formatBytes(client.writeBytes)}/s wr, ` +
      `${formatCount(client.reads)} op/s rd, ${formatCount(client.writes)} op/s wr`
  ]
}

import { ConfigError } from '../errors.js'

/** Who is told something: what stands behind `ceph tell`. */
export type TellTarget =
  /** '' for whichever monitor has the session. */
  | { readonly type: 'mon'; readonly id: string }
  /** '' for whichever is active. */
  | { readonly type: 'mgr'; readonly id: string }
  | { readonly type: 'osd'; readonly id: number }
  /** A name, a global_id, `FS:RANK` or `RANK`. */
  | { readonly type: 'mds'; readonly id: string }
  /** The OSD that leads this placement group. */
  | { readonly type: 'pg'; readonly id: string }

/** All daemons of one type: `osd.*` */
export interface TellWildcard {
  readonly type: 'mon' | 'mgr' | 'osd' | 'mds'
}

const WILDCARD = /^(mon|mgr|osd|mds)\.\*$/
const DAEMON = /^(mon|mgr|osd|mds)\.(.+)$/s
const PG = /^(\d{1,20})\.[0-9a-f]{1,8}$/

/** @returns undefined for what is no wildcard */
export function parseTellWildcard(target: string): TellWildcard | undefined {
  const type = WILDCARD.exec(target)?.[1]
  return type === undefined ? undefined : { type: type as TellWildcard['type'] }
}

/** @throws ConfigError for what is no target of one command */
export function parseTellTarget(target: string): TellTarget {
  if (parseTellWildcard(target) !== undefined) fail(target, 'it is several: tell each of tellTargets()')
  if (target === 'mon' || target === 'mgr') return { type: target, id: '' }
  const pool = PG.exec(target)?.[1]
  if (pool !== undefined && BigInt(pool) < 1n << 64n) return { type: 'pg', id: target }
  const [, type, id] = DAEMON.exec(target) ?? []
  if (type === 'osd') return { type, id: osdOf(target, id!) }
  if (type === 'mon' || type === 'mgr' || type === 'mds') return { type, id: id! }
  if (/^(osd|mds|client|auth)\b/.test(target) || target === '') {
    fail(target, 'expected such as mon.a, osd.3, mgr, mgr.x, mds.a or the placement group 1.0')
  }
  // A monitor's name or rank may stand alone.
  return { type: 'mon', id: target }
}

function osdOf(target: string, id: string): number {
  if (!/^\d{1,9}$/.test(id)) fail(target, 'the id of an OSD is a whole number')
  return Number(id)
}

function fail(target: string, why: string): never {
  throw new ConfigError(`Nobody to tell: ${JSON.stringify(target)}, ${why}`)
}

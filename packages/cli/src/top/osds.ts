import { decode } from '@cephwire/codec'
import { crushMapCodec, OSDMapFlag, OsdState, osdMapFlagNames, osdStateNames } from '@cephwire/maps'
import type { OSDMap } from '@cephwire/maps'
import type { DownView, OsdsView } from './model.js'

/** Flags that say what a cluster can do, and not what somebody has forbidden it. */
const CAPABILITIES =
  OSDMapFlag.SORTBITWISE |
  OSDMapFlag.RECOVERY_DELETES |
  OSDMapFlag.PURGED_SNAPDIRS |
  OSDMapFlag.PGLOG_HARDLIMIT |
  OSDMapFlag.REQUIRE_JEWEL |
  OSDMapFlag.REQUIRE_KRAKEN |
  OSDMapFlag.REQUIRE_LUMINOUS

/** Counts OSDs; looks at hosts anew when the CRUSH map has changed. */
export class OsdCounter {
  #crush: Uint8Array | undefined
  #hosts: ReadonlyMap<number, string> = new Map()

  count(map: OSDMap): OsdsView {
    if (this.#crush !== map.crush) {
      this.#hosts = hostsIn(map.crush)
      this.#crush = map.crush
    }
    const states = new Map<string, number>()
    const down: number[] = []
    const perHost = new Map<string, number>()
    let [total, up, isIn, osd] = [0, 0, 0, -1]
    for (const state of map.osdState) {
      osd++
      if ((state & OsdState.EXISTS) === 0) continue
      total++
      const host = this.#hosts.get(osd) ?? ''
      perHost.set(host, (perHost.get(host) ?? 0) + 1)
      const [isUp, weight] = [(state & OsdState.UP) !== 0, map.osdWeight.at(osd) ?? 0]
      if (isUp) up++
      else down.push(osd)
      if (weight > 0) isIn++
      for (const name of namesOf(state, isUp, weight > 0)) states.set(name, (states.get(name) ?? 0) + 1)
    }
    return {
      epoch: map.epoch,
      total,
      up,
      in: isIn,
      states: [...states],
      flags: osdMapFlagNames(map.flags & ~CAPABILITIES),
      down: this.#byHost(map, down, perHost)
    }
  }

  /** Hosts of which the most is down first. */
  #byHost(map: OSDMap, down: readonly number[], perHost: ReadonlyMap<string, number>): DownView[] {
    const hosts = new Map<string, number[]>()
    for (const osd of down) {
      const host = this.#hosts.get(osd) ?? ''
      const osds = hosts.get(host)
      if (osds === undefined) hosts.set(host, [osd])
      else osds.push(osd)
    }
    const views = [...hosts].map(([host, osds]) => ({
      host,
      osds,
      of: perHost.get(host) ?? osds.length,
      since: osds.reduce((latest, osd) => Math.max(latest, map.osdXinfo.at(osd)?.downStamp.sec ?? 0), 0)
    }))
    return views.sort((a, b) => b.osds.length - a.osds.length || a.osds[0]! - b.osds[0]!)
  }
}

/** What is to be said of an OSD: whether it serves, unless it is up and in, and bits that are worth a look. */
function namesOf(state: number, isUp: boolean, isIn: boolean): readonly string[] {
  const unsaid = OsdState.EXISTS | OsdState.UP | OsdState.AUTOOUT
  const others = osdStateNames(state & ~unsaid)
  return isUp && isIn ? others : [`${isUp ? 'up' : 'down'} ${isIn ? 'in' : 'out'}`, ...others]
}

/** Names of the buckets that OSDs are in, by their numbers. A CRUSH map that cannot be read names none. */
function hostsIn(bytes: Uint8Array): ReadonlyMap<number, string> {
  const hosts = new Map<number, string>()
  if (bytes.length === 0) return hosts
  try {
    const { buckets, nameMap } = decode(crushMapCodec, bytes)
    for (const bucket of buckets) {
      const name = bucket === undefined ? undefined : nameMap.get(bucket.id)
      // Device classes have shadow trees of the same hosts: `node1~hdd`.
      if (name === undefined || name.includes('~')) continue
      for (const item of bucket!.items) if (item >= 0) hosts.set(item, name)
    }
  } catch {
    hosts.clear()
  }
  return hosts
}

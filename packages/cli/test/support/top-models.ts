import { encode } from '@cephwire/codec'
import { createOsdMap, crushMapCodec, OSD_IN, OsdState } from '@cephwire/maps'
import type { CrushMap, OSDMap } from '@cephwire/maps'
import type { TopModel } from '../../src/top/model.js'

const FSID = '4180c1ff-6a1d-46f0-9360-a2e085628383'
/** 2026-11-22T12:00:00Z */
const NOON = Date.UTC(2026, 10, 22, 12)

/** Before anything was told. */
export const EMPTY_MODEL: TopModel = {
  now: NOON,
  utcOffset: 0,
  fsid: FSID,
  release: 'reef',
  session: { state: 'hunting', since: NOON - 12_000, cause: 'connection reset', before: undefined },
  health: undefined,
  monitors: [
    {
      name: 'a',
      addr: 'v2:10.0.0.1:3300/0',
      inQuorum: false,
      state: undefined,
      roundTrip: undefined,
      silent: undefined
    }
  ],
  mgr: undefined,
  osds: undefined,
  usage: undefined,
  usageRefused: undefined,
  log: []
}

export interface OsdsInit {
  readonly count: number
  readonly perHost: number
  readonly down: readonly number[]
  readonly out: readonly number[]
}

/** An osdmap of hosts `node0`, `node1`, …; the last OSD that is down is known to be so for three minutes. */
export function osdMapOf({ count, perHost, down, out }: OsdsInit): OSDMap {
  const each = <T>(value: (osd: number) => T): T[] => Array.from({ length: count }, (_, osd) => value(osd))
  const [isDown, isOut] = [new Set(down), new Set(out)]
  const blank = createOsdMap({ fsid: FSID, maxOsd: 1 }).osdXinfo.at(0)!
  return createOsdMap({
    fsid: FSID,
    epoch: 7,
    maxOsd: count,
    osdState: each(osd => OsdState.EXISTS | (isDown.has(osd) ? 0 : OsdState.UP)),
    osdWeight: each(osd => (isOut.has(osd) ? 0 : OSD_IN)),
    osdXinfo: each(osd => (osd === down.at(-1) ? { ...blank, downStamp: { sec: NOON / 1000 - 200, nsec: 0 } } : blank)),
    crush: encode(crushMapCodec, crushOf(Math.ceil(count / perHost), perHost))
  })
}

function crushOf(hosts: number, perHost: number): CrushMap {
  const buckets = Array.from({ length: hosts }, (_, host) => ({
    id: -1 - host,
    type: 1,
    hash: 0,
    weight: perHost * 0x10000,
    items: Array.from({ length: perHost }, (_, i) => host * perHost + i),
    alg: 5 as const,
    itemWeights: new Array<number>(perHost).fill(0x10000)
  }))
  return {
    buckets,
    rules: [],
    maxDevices: hosts * perHost,
    typeMap: new Map([
      [0, 'osd'],
      [1, 'host']
    ]),
    nameMap: new Map(buckets.map(({ id }, host) => [id, `node${host}`])),
    ruleNameMap: new Map(),
    tunables: {
      chooseLocalTries: 0,
      chooseLocalFallbackTries: 0,
      chooseTotalTries: 50,
      chooseleafDescendOnce: 1,
      chooseleafVaryR: 1,
      strawCalcVersion: 1,
      allowedBucketAlgs: 54,
      chooseleafStable: 1
    },
    chooseArgs: new Map(),
    classMap: new Map(),
    className: new Map(),
    classBucket: new Map()
  }
}

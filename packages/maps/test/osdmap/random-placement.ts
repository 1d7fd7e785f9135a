import { encode } from '@cephwire/codec'
import { createRandom } from '@cephwire/codec/testing'
import { createOsdMap, createPgPool, crushMapCodec, OSD_IN, OsdState, PoolFlag, PoolType } from '@cephwire/maps'
import { randomMap, weightsOf } from '../crush/random-map.js'
import type { Random } from '@cephwire/codec/testing'
import type { OSDMap, PgPool } from '@cephwire/maps'

const ruleOf = { firstn: 0, indep: 1 }

const pools: ReadonlyMap<bigint, PgPool> = new Map(
  [
    { type: PoolType.Replicated, size: 3, crushRule: ruleOf.firstn, pgNum: 32, flags: PoolFlag.HASHPSPOOL },
    { type: PoolType.Erasure, size: 4, crushRule: ruleOf.indep, pgNum: 24, flags: PoolFlag.HASHPSPOOL },
    { type: PoolType.Replicated, size: 2, crushRule: ruleOf.firstn, pgNum: 20, pgpNum: 12 },
    { type: PoolType.Replicated, size: 2, crushRule: ruleOf.firstn, pgNum: 1, flags: PoolFlag.HASHPSPOOL }
  ].map((pool, i) => [BigInt(i + 1), createPgPool({ minSize: 1, objectHash: 2, ...pool })] as const)
)

/** For some placement groups, what is made up for one. */
function forSome<T>(random: Random, make: () => T): ReadonlyMap<string, T> {
  const ids = [...pools].flatMap(([id, { pgNum }]) =>
    Array.from({ length: pgNum }, (_, i) => `${id}.${i.toString(16)}`)
  )
  return new Map(ids.filter(() => random.below(4) === 0).map(id => [id, make()]))
}

/** Pools on a CRUSH map that is made at random, with OSDs that are out, down or gone, and exceptions of every kind. */
export function randomPlacement(seed: number, requireOsdRelease: number): OSDMap {
  const random = createRandom(seed)
  const crush = randomMap(seed)
  const maxOsd = weightsOf(crush).length
  const each = (make: () => number): number[] => Array.from({ length: maxOsd }, make)
  const osd = (): number => random.below(maxOsd)
  const some = (): number[] => [...new Set([osd(), osd(), osd()])]
  return createOsdMap({
    fsid: '00112233-4455-6677-8899-aabbccddeeff',
    epoch: 1,
    pools,
    poolNames: new Map([...pools.keys()].map(id => [id, `pool${id}`])),
    poolMax: pools.size,
    maxOsd,
    osdState: each(() => [0, OsdState.EXISTS][random.below(12)] ?? OsdState.EXISTS | OsdState.UP),
    osdWeight: each(() => [0, OSD_IN / 2][random.below(8)] ?? OSD_IN),
    osdPrimaryAffinity: each(() => [0, OSD_IN / 2][random.below(4)] ?? OSD_IN),
    pgTemp: forSome(random, some),
    primaryTemp: forSome(random, osd),
    pgUpmap: forSome(random, some),
    pgUpmapItems: forSome(random, () => [
      { from: osd(), to: osd() },
      { from: osd(), to: osd() }
    ]),
    ...(requireOsdRelease < 18 ? {} : { pgUpmapPrimaries: forSome(random, osd) }),
    crush: encode(crushMapCodec, { ...crush, classMap: new Map() }),
    requireOsdRelease
  })
}

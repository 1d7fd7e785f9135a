import { decode, encode } from '@cephwire/codec'
import { createPgPool, crushMapCodec, OSD_IN, OsdState, osdMapToJson, PoolFlag, PoolType } from '@cephwire/maps'
import { expect } from 'chai'
import { randomPlacement } from './random-placement.js'
import type { OSDMap, PgPool, ReadBalanceJson } from '@cephwire/maps'

/** A map where all OSDs are up and in, with one pool. */
function withPool(given: Partial<PgPool>, affinity: (osd: number) => number = () => OSD_IN): OSDMap {
  const map = randomPlacement(5, 20)
  const each = (value: (osd: number) => number): number[] => Array.from({ length: map.maxOsd }, (_, osd) => value(osd))
  const pool = createPgPool({ type: PoolType.Replicated, size: 3, pgNum: 64, flags: PoolFlag.HASHPSPOOL, ...given })
  return {
    ...map,
    pools: new Map([[1n, pool]]),
    osdState: each(() => OsdState.EXISTS | OsdState.UP),
    osdWeight: each(() => OSD_IN),
    osdPrimaryAffinity: each(affinity),
    pgTemp: new Map(),
    primaryTemp: new Map(),
    pgUpmap: new Map(),
    pgUpmapItems: new Map(),
    pgUpmapPrimaries: new Map()
  }
}

const balanceOf = (map: OSDMap, release = 20): ReadBalanceJson | undefined =>
  osdMapToJson(map, { release }).pools[0]!.read_balance

const noScore = (error: string): ReadBalanceJson => ({ error_message: error, score_acting: 0, score_stable: 0 })

describe('read_balance in osdMapToJson()', () => {
  it('has no score for a pool whose OSDs would not be primary', () => {
    const zero = 'pool 1 has primary_affinity set to zero on all OSDs'
    expect(balanceOf(withPool({}, () => 0))).to.deep.equal(noScore(zero))
    const low = (share: string): string =>
      `pool 1 average primary affinity is lower than ${share}, read balance score is not reliable`
    expect(balanceOf(withPool({}, () => OSD_IN / 16))).to.deep.equal(noScore(low('0.33')))
    expect(balanceOf(withPool({ size: 8 }, () => OSD_IN / 16))).to.deep.equal(noScore(low('0.12')))
  })

  it('has none where all OSDs of a placement group would not be primary', () => {
    const { error_message, ...scores } = balanceOf(withPool({}, osd => (osd % 2 === 0 ? 0 : OSD_IN)))!
    expect(scores).to.deep.equal({ score_acting: 0, score_stable: 0 })
    expect(error_message).to.match(
      /^pool 1 has some PGs where all OSDs are with primary_affinity 0 \(at least pg 1\.[0-9a-f]+\), read balance score may not be reliable$/
    )
  })

  it('says of which kind the score is since Squid', () => {
    const map = withPool({})
    const { score_type, ...others } = balanceOf(map)!
    expect(score_type).to.equal('Fair distribution')
    expect(balanceOf(map, 18)).to.deep.equal(others)
    expect(balanceOf(map, 16)).to.equal(undefined)
  })

  it('goes by the load of OSDs for a pool with a read ratio', () => {
    const map = withPool({ opts: { values: new Map([[24, { type: 'int', value: 30n }]]) } })
    expect(balanceOf(map)).to.deep.equal({
      error_message:
        "ERROR: pool 1 has 151 PG OSD legs, expected 192 - Can't calculate size-optimal read balancer score",
      score_acting: 0,
      score_stable: 0
    })
    expect(balanceOf(map, 18)).to.deep.equal(balanceOf(withPool({}), 18))
  })

  it('is left out where CRUSH cannot place the pool, or there are too many placement groups', () => {
    const map = withPool({})
    const crush = decode(crushMapCodec, map.crush)
    const rules = crush.rules.map(rule => rule && { ...rule, type: 4 })
    const around = crush.buckets.map(bucket => bucket && { ...bucket, items: bucket.items.map(() => bucket.id) })
    for (const changed of [{ rules }, { buckets: around }, { buckets: [] }]) {
      expect(balanceOf({ ...map, crush: encode(crushMapCodec, { ...crush, ...changed }) })).to.equal(undefined)
    }
    expect(balanceOf(withPool({ pgNum: 0x7fffffff }))).to.equal(undefined)
    expect(balanceOf({ ...map, crush: new Uint8Array(3) })).to.equal(undefined)
  })
})

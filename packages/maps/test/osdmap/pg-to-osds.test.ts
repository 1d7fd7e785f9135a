import { CRUSH_ITEM_NONE, createPgPool, osdMapPgToOsds, parsePgId, PoolFlag, PoolType } from '@cephwire/maps'
import { expect } from 'chai'
import { randomPlacement } from './random-placement.js'
import { readText } from './support.js'
import type { OSDMap } from '@cephwire/maps'

const NONE = CRUSH_ITEM_NONE

/** What `osdmaptool --test-map-pgs-dump-all` printed of a map. */
function printed(map: OSDMap, id: string): string {
  const { raw, up, upPrimary, acting, actingPrimary } = osdMapPgToOsds(map, parsePgId(id))
  const list = (osds: readonly number[]): string => `[${osds.join(',')}]`
  const first = raw.find(osd => osd !== NONE) ?? -1
  return `raw (${list(raw)}, p${first}) up (${list(up)}, p${upPrimary}) acting (${list(acting)}, p${actingPrimary})`
}

describe('osdMapPgToOsds()', () => {
  const lines = readText('pgs-20.2.4.txt').trim().split('\n').slice(1)
  for (const seed of new Set(lines.map(line => line.split(' ')[0]!))) {
    it(`places every group of the map of seed ${seed} as osdmaptool does, exceptions included`, () => {
      const map = randomPlacement(Number(seed), 20)
      const expected = lines.filter(line => line.startsWith(`${seed} `)).map(line => line.slice(seed.length + 1))
      const ids = expected.map(line => line.split(' ')[0]!)
      expect(ids).to.have.lengthOf(32 + 24 + 20 + 1)
      expect(ids.map(id => `${id} ${printed(map, id)}`)).to.deep.equal(expected)
    })
  }

  it('places a seed past pg_num as the group that it is in', () => {
    const map = randomPlacement(1, 20)
    expect(osdMapPgToOsds(map, { pool: 1n, seed: 32 + 5 })).to.deep.equal(osdMapPgToOsds(map, { pool: 1n, seed: 5 }))
  })

  it('has no place for a group of a pool that does not exist', () => {
    const nowhere = { raw: [], up: [], upPrimary: -1, acting: [], actingPrimary: -1 }
    expect(osdMapPgToOsds(randomPlacement(1, 20), { pool: 99n, seed: 0 })).to.deep.equal(nowhere)
  })

  it('puts the shards of a temporary group in their order where those that may be primary come first', () => {
    const flags = PoolFlag.HASHPSPOOL | PoolFlag.EC_OPTIMIZATIONS
    const pool = createPgPool({ type: PoolType.Erasure, size: 4, crushRule: 1, pgNum: 1, flags })
    const map: OSDMap = {
      ...randomPlacement(1, 20),
      osdState: [3, 3, 3, 3],
      pools: new Map([[1n, { ...pool, nonprimaryShards: new Set([1, 2]) }]]),
      pgTemp: new Map([['1.0', [3, 2, 1, 0]]]),
      primaryTemp: new Map()
    }
    const { acting, actingPrimary } = osdMapPgToOsds(map, { pool: 1n, seed: 0 })
    expect({ acting, actingPrimary }).to.deep.equal({ acting: [3, 1, 0, 2], actingPrimary: 3 })
  })
})

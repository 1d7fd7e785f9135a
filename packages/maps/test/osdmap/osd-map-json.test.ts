import { createOsdMap, createPgPool, decodeOsdMap, osdMapToJson } from '@cephwire/maps'
import { expect } from 'chai'
import { dumpBytes, readText, releases } from './support.js'
import type { OSDMap, OSDMapJson } from '@cephwire/maps'

/** What `ceph osd dump -f json` printed. */
const printed = (release: string): OSDMapJson => JSON.parse(readText(`dump-${release}.json`)) as OSDMapJson

const plain = (json: unknown): unknown => JSON.parse(JSON.stringify(json))

const made = (given: Partial<OSDMap>): OSDMap =>
  createOsdMap({ fsid: '00112233-4455-6677-8899-aabbccddeeff', ...given })

describe('osdMapToJson()', () => {
  for (const release of releases) {
    it(`gives what ceph osd dump of ${release} prints, names and order included`, () => {
      const json = osdMapToJson(decodeOsdMap(dumpBytes(release)))
      expect(plain(json)).to.deep.equal(printed(release))
      const keys = (value: OSDMapJson): string[] => [...Object.keys(value), ...Object.keys(value.pools[0]!)]
      expect(keys(json)).to.deep.equal(keys(printed(release)))
    })
  }

  it('prints a map as another release would', () => {
    const map = decodeOsdMap(dumpBytes('16.2.15'))
    const added = Object.keys(osdMapToJson(map, { release: 18 })).filter(key => !(key in osdMapToJson(map)))
    expect(added).to.deep.equal(['allow_crimson', 'pg_upmap_primaries'])
  })

  it('puts in the read balance that it is given', () => {
    const map = decodeOsdMap(dumpBytes('18.2.7'))
    const { pools } = osdMapToJson(map, { readBalance: id => (id === 1n ? { score_acting: 1 } : undefined) })
    expect(pools.map(pool => pool.read_balance)).to.deep.equal([{ score_acting: 1 }, undefined, undefined])
  })

  it('prints upmaps, blocklists, snapshots and flags that no dump here has', () => {
    const snaps = new Map([[1n, [{ start: 1n, length: 2n }]]])
    const map = made({
      pgUpmap: new Map([['1.a', [2, 3]]]),
      pgUpmapPrimaries: new Map([['1.b', 4]]),
      rangeBlocklist: new Map([
        [
          { type: 'cidr', nonce: 24, host: '10.1.0.0', port: 0 },
          { sec: 5, nsec: 0 }
        ]
      ]),
      newRemovedSnaps: snaps,
      newPurgedSnaps: snaps,
      removedSnapsQueue: snaps,
      crushNodeFlags: new Map([[-3, 0x40000 | 0x400]]),
      flags: 0x3,
      requireOsdRelease: 18
    })
    expect(osdMapToJson(map)).to.deep.include({
      pg_upmap: [{ pgid: '1.a', osds: [2, 3] }],
      pg_upmap_primaries: [{ pgid: '1.b', primary_osd: 4 }],
      new_removed_snaps: [{ pool: 1, snaps: [{ begin: 1, length: 2 }] }],
      flags: '',
      flags_set: [''],
      min_compat_client: 'reef'
    })
    expect(plain(osdMapToJson(map).range_blocklist)).to.deep.equal({ 'cidr:10.1.0.0:0/24': '5.000000' })
    expect(plain(osdMapToJson(map).crush_node_flags)).to.deep.equal({ '-3': ['???', 'noin'] })
  })

  const demands: readonly (readonly [string, Partial<OSDMap>])[] = [
    ['argonaut', {}],
    ['dumpling', { pools: new Map([[1n, createPgPool({ flags: 1n })]]) }],
    ['firefly', { osdPrimaryAffinity: [1] }],
    ['firefly', { pools: new Map([[1n, createPgPool({ tierOf: 2n })]]) }],
    ['luminous', { pgUpmapItems: new Map([['1.0', []]]) }]
  ]
  for (const [release, given] of demands) {
    it(`asks clients for ${release} where a map has ${Object.keys(given).join(', ') || 'nothing'} of later releases`, () => {
      expect(osdMapToJson(made(given)).min_compat_client).to.equal(release)
    })
  }
})

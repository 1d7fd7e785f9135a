import {
  applyIncremental,
  createOsdMap,
  createPgPool,
  decodeOsdMapIncremental,
  diffOsdMaps,
  OsdState
} from '@cephwire/maps'
import { expect } from 'chai'
import { chainAt, readChain } from './support.js'
import type { OSDMap } from '@cephwire/maps'

const made = (given: Partial<OSDMap>): OSDMap =>
  createOsdMap({ fsid: '00112233-4455-6677-8899-aabbccddeeff', ...given })

const words = (a: Partial<OSDMap>, b: Partial<OSDMap>): readonly string[] => diffOsdMaps(made(a), made(b)).words

const wordsOf = (release: string, epoch: number): readonly string[] => {
  const { map } = chainAt(release, epoch - 1)
  return diffOsdMaps(map, applyIncremental(map, decodeOsdMapIncremental(readChain(release).incs[epoch - 2]!))).words
}

const { EXISTS, UP, DESTROYED } = OsdState

describe('diffOsdMaps()', () => {
  it('finds nothing between a map and itself', () => {
    const { map } = chainAt('18.2.7', 40)
    expect(diffOsdMaps(map, map)).to.deep.equal({ from: 40, to: 40, changes: [], words: [] })
  })

  it('says what increments of a real cluster do', () => {
    expect(wordsOf('18.2.7', 6)).to.deep.equal(['osd.1 up', 'crush map changed'])
    expect(wordsOf('18.2.7', 9)).to.deep.equal(['pool 1 rep created'])
    expect(wordsOf('18.2.7', 24)).to.deep.equal(['flag noout set'])
    expect(wordsOf('18.2.7', 29)).to.deep.equal(['pg 1.1 upmap items [0→1]'])
    expect(wordsOf('18.2.7', 31)).to.deep.equal(['osd.1 weight 1 → 0.75'])
    expect(wordsOf('18.2.7', 47)).to.deep.equal(['pool 2 ec renamed to ec2'])
    expect(wordsOf('18.2.7', 27)[0]).to.match(/^10\.0\.0\.2:0\/0 blocklisted until 20/)
  })

  it('follows OSDs', () => {
    const before = { osdState: [EXISTS | UP, EXISTS, 0, EXISTS | UP], osdWeight: [0x10000, 0, 0, 0] }
    const after = { osdState: [EXISTS, EXISTS | UP | DESTROYED, EXISTS, 0], osdWeight: [0, 0x10000, 0, 0x8000] }
    expect(words(before, { ...after, osdPrimaryAffinity: [0x8000, 0x10000, 0x10000, 0x10000] })).to.deep.equal([
      'osd.0 down',
      'osd.0 out',
      'osd.0 primary affinity 1 → 0.5',
      'osd.1 destroyed',
      'osd.1 up',
      'osd.1 in',
      'osd.2 created',
      'osd.3 removed',
      'osd.3 down',
      'osd.3 in',
      'osd.3 weight 0 → 0.5'
    ])
  })

  it('follows pools, field by field, as Ceph names them', () => {
    const names = new Map([
      [1n, 'a'],
      [2n, 'b']
    ])
    const before = { pools: new Map([1n, 2n].map(id => [id, createPgPool({ size: 3 })])), poolNames: names }
    const after = {
      pools: new Map([
        [1n, createPgPool({ size: 2, erasureCodeProfile: 'p', lastChange: 9 })],
        [3n, createPgPool()]
      ]),
      poolNames: new Map([
        [1n, 'a'],
        [3n, 'c']
      ])
    }
    const { changes } = diffOsdMaps(made(before), made(after))
    expect(changes).to.deep.equal([
      { kind: 'pool_removed', pool: 2n, name: 'b' },
      {
        kind: 'pool_changed',
        pool: 1n,
        name: 'a',
        fields: [
          { field: 'size', from: 3, to: 2 },
          { field: 'erasure_code_profile', from: '', to: 'p' }
        ]
      },
      { kind: 'pool_created', pool: 3n, name: 'c' }
    ])
    expect(words(before, after)[1]).to.equal('pool 1 a: size 3 → 2, erasure_code_profile  → p')
  })

  it('follows flags, settings, placement groups and CRUSH', () => {
    const addr = { type: 'any', nonce: 1, host: '10.0.0.1', port: 0 } as const
    const before = {
      flags: 1 << 7,
      fullRatio: Math.fround(0.95),
      pgUpmap: new Map([['1.0', [1]]]),
      pgUpmapPrimaries: new Map([['1.2', 1]]),
      blocklist: new Map([[addr, { sec: 1, nsec: 0 }]])
    }
    const after = {
      flags: 1 << 2,
      fullRatio: Math.fround(0.9),
      requireOsdRelease: 18,
      pgUpmap: new Map([['1.1', [1, 2]]]),
      pgUpmapItems: new Map([['1.3', [{ from: 1, to: 2 }]]]),
      pgUpmapPrimaries: new Map([['1.4', 1]]),
      crush: Uint8Array.of(1)
    }
    expect(words(before, after)).to.deep.equal([
      'flag noout unset',
      'flag pauserd set',
      'full_ratio 0.95 → 0.9',
      'require_osd_release unknown → reef',
      'pg 1.0 upmap removed',
      'pg 1.1 upmap [1, 2]',
      'pg 1.3 upmap items [1→2]',
      'pg 1.2 upmap primary removed',
      'pg 1.4 upmap primary osd.1',
      '10.0.0.1:0/1 no longer blocklisted',
      'crush map changed'
    ])
    expect(words({ pgUpmapItems: after.pgUpmapItems }, {})).to.deep.equal(['pg 1.3 upmap items removed'])
  })
})

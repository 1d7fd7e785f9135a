import { CEPH_FEATURES_ALL, decode, encode, LimitError } from '@cephwire/codec'
import {
  createOsdMap,
  createOsdMapIncremental,
  createPgPool,
  decodeOsdMap,
  decodeOsdMapIncremental,
  osdMapCodec,
  osdMapIncrementalCodec,
  pgPoolCodec
} from '@cephwire/maps'
import { expect } from 'chai'
import { expectCheap } from '../support/hostile.js'
import { dumpBytes } from './support.js'
import type { Codec, EntityAddr } from '@cephwire/codec'
import type { OSDMap, OSDMapIncremental, PgPool } from '@cephwire/maps'

const map = decodeOsdMap(dumpBytes('18.2.7'))
const { fsid } = map
const MIB = 1024 * 1024
const NO_TIME = { sec: 0, nsec: 0 }

const addrOf = (i: number): EntityAddr => ({
  type: 'any',
  nonce: i,
  host: `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`,
  port: 0
})

/** As many entries as fit into a mebibyte. */
const entries = <K, V>(bytesEach: number, entry: (i: number) => readonly [K, V]): Map<K, V> =>
  new Map(Array.from({ length: Math.floor((MIB - 3000) / bytesEach) }, (_, i) => entry(i)))
const pgs = <V>(bytesEach: number, value: V): Map<string, V> => entries(bytesEach, i => [`1.${i.toString(16)}`, value])
const osds = <V>(bytesEach: number, value: V): Map<number, V> => entries(bytesEach, i => [i, value])

const pool = (given: Partial<PgPool>): Uint8Array => encode(pgPoolCodec, createPgPool(given))
const full = (given: Partial<OSDMap>): Uint8Array =>
  encode(osdMapCodec, createOsdMap({ fsid, ...given }), CEPH_FEATURES_ALL)
const inc = (given: Partial<OSDMapIncremental>): Uint8Array =>
  encode(osdMapIncrementalCodec, createOsdMapIncremental({ fsid, epoch: 2, ...given }), CEPH_FEATURES_ALL)

const pools: Readonly<Record<string, () => Uint8Array>> = {
  snapshots: () =>
    pool({
      snaps: entries(34, i => [BigInt(i), { snapid: BigInt(i), stamp: NO_TIME, name: '', encoding: undefined }])
    }),
  properties: () => pool({ properties: entries(14, i => [`a${i}`, '']) }),
  keys: () => pool({ applicationMetadata: new Map([['rbd', entries(14, i => [`a${i}`, ''])]]) })
}

const maps: Readonly<Record<string, () => Uint8Array>> = {
  'placement groups': () => full({ pgTemp: pgs(21, []) }),
  'clients that are shut out': () => full({ blocklist: entries(43, i => [addrOf(i), { sec: i, nsec: 0 }]) }),
  pools: () => full({ pools: entries(330, i => [BigInt(i), createPgPool({})]) }),
  'pool names': () => full({ poolNames: entries(12, i => [BigInt(i), '']) }),
  'removed snapshots': () => full({ newRemovedSnaps: entries(12, i => [BigInt(i), []]) }),
  upmaps: () => full({ pgUpmap: pgs(21, []) }),
  'items of upmaps': () => full({ pgUpmapItems: pgs(21, []) }),
  'OSDs without addresses': () => {
    const count = Math.floor(MIB / 120)
    const fill = <T>(value: T): T[] => new Array<T>(count).fill(value)
    const [osdInfo, osdXinfo] = [fill(map.osdInfo.at(0)!), fill(map.osdXinfo.at(0)!)]
    const addrs = { clientAddrs: fill([]), clusterAddrs: fill([]), hbBackAddrs: fill([]), hbFrontAddrs: fill([]) }
    return full({ osdState: fill(1), osdWeight: fill(1), osdUuid: fill(fsid), osdInfo, osdXinfo, ...addrs })
  }
}

const incs: Readonly<Record<string, () => Uint8Array>> = {
  pools: () => inc({ newPools: entries(330, i => [BigInt(i), createPgPool({})]) }),
  'pool names': () => inc({ newPoolNames: entries(12, i => [BigInt(i), '']) }),
  'OSDs that are up': () => inc({ newUpClient: osds(9, []) }),
  states: () => inc({ newState: osds(8, 1) }),
  weights: () => inc({ newWeight: osds(8, 1) }),
  UUIDs: () => inc({ newUuid: osds(20, fsid) }),
  'placement groups': () => inc({ newPgTemp: pgs(21, []) }),
  upmaps: () => inc({ newPgUpmap: pgs(21, []) }),
  'items of upmaps': () => inc({ newPgUpmapItems: pgs(21, []) }),
  'clients that are shut out': () => inc({ newBlocklist: entries(43, i => [addrOf(i), NO_TIME]) }),
  'removed snapshots': () => inc({ newRemovedSnaps: entries(12, i => [BigInt(i), []]) })
}

function itReads<T>(codec: Codec<T>, each: Readonly<Record<string, () => Uint8Array>>): void {
  for (const [what, make] of Object.entries(each)) {
    it(`full of ${what} are read in time and memory`, () => {
      const bytes = make()
      expect(bytes.length).to.be.within(0.6 * MIB, 1.1 * MIB)
      expect(expectCheap(codec, bytes)).to.not.equal(undefined)
    })
  }
}

describe('pools of a mebibyte', () => {
  itReads(pgPoolCodec, pools)

  it('with more applications than a monitor allows by far are over the limit', () => {
    const applications = (count: number): Uint8Array =>
      pool({ applicationMetadata: new Map(Array.from({ length: count }, (_, i) => [`a${i}`, new Map()])) })
    expect(expectCheap(pgPoolCodec, applications(1024))?.applicationMetadata.size).to.equal(1024)
    expect(() => decode(pgPoolCodec, applications(1025))).to.throw(
      LimitError,
      '1025 applications are over the limit of 1024'
    )
  })
})

describe('osdmaps of a mebibyte', () => {
  itReads({ ...osdMapCodec, decode: r => decodeOsdMap(r.rest(), { verifyCrc: false }) }, maps)

  it('with more erasure code profiles than any cluster has are over the limit', () => {
    const erasureCodeProfiles = entries(14, i => [`p${i}`, new Map<string, string>()])
    expect(() => decodeOsdMap(full({ erasureCodeProfiles }))).to.throw(LimitError, 'erasure code profiles')
  })
})

describe('increments of a mebibyte', () => {
  itReads({ ...osdMapIncrementalCodec, decode: r => decodeOsdMapIncremental(r.rest(), { verifyCrc: false }) }, incs)

  it('with more erasure code profiles than any cluster has are over the limit', () => {
    const newErasureCodeProfiles = entries(14, i => [`p${i}`, new Map<string, string>()])
    expect(() => decodeOsdMapIncremental(inc({ newErasureCodeProfiles }))).to.throw(LimitError, 'erasure code profiles')
  })
})

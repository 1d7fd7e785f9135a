import { CEPH_FEATURES_ALL, CephFeature, CodecError, decode, encode } from '@cephwire/codec'
import { acceptedTruncations, checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import {
  createOsdMapIncremental,
  createPgPool,
  decodeOsdMapIncremental,
  MapCrcError,
  osdMapIncrementalCodec
} from '@cephwire/maps'
import { expect } from 'chai'
import { readChain, releases } from './support.js'
import type { EntityAddr } from '@cephwire/codec'
import type { OSDMapIncremental } from '@cephwire/maps'

const addr: EntityAddr = { type: 'any', nonce: 7, host: '10.0.0.1', port: 0 }
const legacy: EntityAddr = { ...addr, type: 'legacy', port: 6800 }
const range: EntityAddr = { type: 'cidr', nonce: 24, host: '10.1.0.0', port: 0 }
const time = { sec: 1_700_000_000, nsec: 1 }
const addrs = new Map([[3, [legacy]]])

/** One with something in every field. */
const full: OSDMapIncremental = createOsdMapIncremental({
  fsid: '00112233-4455-6677-8899-aabbccddeeff',
  epoch: 7,
  modified: time,
  newPoolMax: 4n,
  newFlags: 32768,
  fullmap: Uint8Array.of(1),
  crush: Uint8Array.of(2),
  newMaxOsd: 9,
  newPools: new Map([[4n, createPgPool({ pgNum: 8 })]]),
  newPoolNames: new Map([[4n, 'rbd']]),
  oldPools: new Set([1n, 2n]),
  newUpClient: addrs,
  newState: new Map([[1, 2]]),
  newWeight: new Map([[2, 0x10000]]),
  newPgTemp: new Map([
    ['4.1', [2, 3]],
    ['4.2', []]
  ]),
  newPrimaryTemp: new Map([['4.1', -1]]),
  newPrimaryAffinity: new Map([[2, 0x8000]]),
  newErasureCodeProfiles: new Map([['p', new Map([['k', '2']])]]),
  oldErasureCodeProfiles: ['z', 'a'],
  newPgUpmap: new Map([['4.3', [1]]]),
  oldPgUpmap: new Set(['4.4']),
  newPgUpmapItems: new Map([['4.5', [{ from: 1, to: 2 }]]]),
  oldPgUpmapItems: new Set(['4.6']),
  newPgUpmapPrimary: new Map([['4.7', 1]]),
  oldPgUpmapPrimary: new Set(['4.8']),
  newRemovedSnaps: new Map([[4n, [{ start: 1n, length: 2n }]]]),
  newPurgedSnaps: new Map([[4n, [{ start: 1n, length: 1n }]]]),
  newLastUpChange: time,
  newLastInChange: time,
  newHbBackUp: addrs,
  newHbFrontUp: addrs,
  newUpCluster: addrs,
  newUpThru: new Map([[3, 6]]),
  newLastCleanInterval: new Map([[3, [4, 5]]]),
  newLost: new Map([[3, 2]]),
  newUuid: new Map([[3, '00112233-4455-6677-8899-aabbccddeeff']]),
  newBlocklist: new Map([[addr, time]]),
  oldBlocklist: [addr],
  newRangeBlocklist: new Map([[range, time]]),
  oldRangeBlocklist: [range],
  clusterSnapshot: 'snap',
  newNearfullRatio: 0.25,
  newFullRatio: 0.75,
  newBackfillfullRatio: 0.5,
  newRequireMinCompatClient: 12,
  newRequireOsdRelease: 18,
  newCrushNodeFlags: new Map([[-1, 512]]),
  newDeviceClassFlags: new Map([[1, 0]]),
  changeStretchMode: true,
  newStretchBucketCount: 2,
  newDegradedStretchMode: 1,
  newRecoveringStretchMode: 1,
  newStretchModeBucket: 8,
  stretchModeEnabled: true,
  mutateAllowCrimson: 1,
  encodeFeatures: CEPH_FEATURES_ALL,
  fullCrc: 123
})

/** Fields of a decoded increment as those of one that is made, pools by their size alone. */
function values(inc: OSDMapIncremental): unknown {
  const newPools = new Map([...inc.newPools].map(([id, { pgNum }]) => [id, pgNum]))
  return { ...inc, newPools, encoding: undefined, incCrc: undefined }
}

describe('osdMapIncrementalCodec', () => {
  it('keeps every field of an increment that is made here', () => {
    const inc = decode(osdMapIncrementalCodec, encode(osdMapIncrementalCodec, full))
    expect(values(inc)).to.deep.equal(values(full))
    expect(inc.encoding).to.deep.include({ structV: 8, clientV: 9, osdV: 12 })
  })

  for (const release of releases) {
    it(`decodes the increments of ${release} and encodes them to the same bytes, also from their values alone`, () => {
      for (const bytes of readChain(release).incs) {
        const inc = checkRoundTrip(osdMapIncrementalCodec, bytes)
        const { encodeFeatures, ...made } = { ...inc, encoding: undefined }
        const again = encode(osdMapIncrementalCodec, { ...made, encodeFeatures }, encodeFeatures)
        expect(toHex(again)).to.equal(toHex(bytes))
      }
    })

    it(`refuses increments of ${release} with a bit that flipped, or cut anywhere`, () => {
      const { incs } = readChain(release)
      for (const bytes of incs.slice(0, 3)) {
        const broken = bytes.slice()
        broken[40]! ^= 1
        expect(() => decode(osdMapIncrementalCodec, broken)).to.throw(MapCrcError, 'OSDMap::Incremental')
        expect(decodeOsdMapIncremental(broken, { verifyCrc: false }).epoch).to.equal(
          decodeOsdMapIncremental(bytes).epoch
        )
      }
      expect(acceptedTruncations(osdMapIncrementalCodec, incs[2]!)).to.deep.equal([])
    })
  }

  const peers = [
    ['PGID64', 5, undefined, 0],
    ['OSDMAP_ENC', 6, 10, 0],
    ['SERVER_LUMINOUS', 8, 3, 12],
    ['SERVER_MIMIC', 8, 5, 12],
    ['SERVER_NAUTILUS', 8, 6, 12],
    ['SERVER_REEF', 8, 8, 12]
  ] as const
  const shared = CephFeature.MON_STATEFUL_SUB | CephFeature.SERVER_MIMIC

  for (const [feature, structV, clientV, osdV] of peers) {
    it(`writes what a monitor writes for a peer without ${feature}, and reads it`, () => {
      const own = feature === 'SERVER_MIMIC' ? 1n << 28n : CephFeature[feature] & ~shared
      // Whoever knew no sections knew no addresses of several kinds.
      const addrs = structV < 7 ? CephFeature.MSG_ADDR2 : 0n
      const bytes = encode(osdMapIncrementalCodec, full, CEPH_FEATURES_ALL & ~own & ~addrs)
      const { epoch, newPools, newUpClient, newPgTemp, encoding } = checkRoundTrip(osdMapIncrementalCodec, bytes)
      expect([epoch, newPools.get(4n)?.pgNum, newPgTemp]).to.deep.equal([7, 8, full.newPgTemp])
      expect(newUpClient.get(3)).to.deep.equal([legacy])
      expect(encoding).to.deep.include({ structV, clientV, osdV })
    })
  }

  it('writes an increment that was read for a peer that is older than its encoding', () => {
    const inc = decodeOsdMapIncremental(readChain('18.2.7').incs[7]!)
    const old = CEPH_FEATURES_ALL & ~(CephFeature.SERVER_NAUTILUS & ~shared)
    const again = decode(osdMapIncrementalCodec, encode(osdMapIncrementalCodec, inc, old))
    expect(again.encoding).to.deep.include({ clientV: 6, osdV: 6 })
    expect(again.encodeFeatures).to.equal(old & inc.encodeFeatures)
  })

  it('keeps what a newer release appended', () => {
    const text = toHex(readChain('20.2.4').incs[1]!)
    const newer = fromHex(`${text}dddd`)
    new DataView(newer.buffer).setUint32(2, newer.length - 6, true)
    newer[0] = 12
    const inc = decodeOsdMapIncremental(newer, { verifyCrc: false })
    expect(inc.encoding?.tail).to.deep.equal(Uint8Array.of(0xdd, 0xdd))
    expect(checkRoundTrip(osdMapIncrementalCodec, encode(osdMapIncrementalCodec, inc)).epoch).to.equal(inc.epoch)
  })

  it('refuses increments of unknown versions', () => {
    expect(() => decode(osdMapIncrementalCodec, fromHex('0200'))).to.throw(CodecError, 'version 2')
  })
})

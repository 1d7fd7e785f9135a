import { CEPH_FEATURES_ALL, EntityType, encode } from '@cephwire/codec'
import { checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import { cephReleaseFromFeatures, cephReleaseName, featureMapCodec, featureMapToJson } from '@cephwire/maps'
import { expect } from 'chai'
import { describeCorpus, erase } from '../support/corpus.js'
import { expectCheap, itWithstands } from '../support/hostile.js'

/** What `ceph features -f json` of Reef prints of clients of Pacific and Reef, and that of Tentacle of its own. */
const printed = [
  [0x3f01cfbdfffdffffn, 'reef'],
  [0x3f01cfbffffdffffn, 'reef'],
  [0x3f07fffffffdffffn, 'squid']
] as const

const pacific = 'fffffdffbdcf013f'
const vector = fromHex(`
  01 01 3c000000 03000000
  01000000 01000000 ${pacific} 0300000000000000
  08000000 00000000
  10000000 01000000 ${pacific} 0100000000000000`)

describe('featureMapCodec', () => {
  it('reads how many peers of each type know what, and writes it again', () => {
    expect(checkRoundTrip(featureMapCodec, vector)).to.deep.equal({
      m: new Map([
        [EntityType.Mon, new Map([[printed[0][0], 3n]])],
        [EntityType.Client, new Map()],
        [EntityType.Mgr, new Map([[printed[0][0], 1n]])]
      ]),
      encoding: { structV: 1, tail: new Uint8Array(0) }
    })
  })

  it('writes types in the order of their numbers', () => {
    const { m } = checkRoundTrip(featureMapCodec, vector)
    expect(toHex(encode(featureMapCodec, { m: new Map([...m].reverse()) }))).to.equal(toHex(vector))
  })

  it('keeps what a newer release appended', () => {
    const bytes = fromHex('02 01 06000000 00000000 abcd')
    expect(checkRoundTrip(featureMapCodec, bytes).encoding).to.deep.equal({ structV: 2, tail: fromHex('abcd') })
  })

  itWithstands('FeatureMap', featureMapCodec, [vector], featureMapToJson)

  it('reads a megabyte of groups in time and memory', () => {
    const groups = new Map(Array.from({ length: 65_000 }, (_, i) => [BigInt(i), 1n] as const))
    const bytes = encode(featureMapCodec, { m: new Map([[EntityType.Client, groups]]) })
    expect(expectCheap(featureMapCodec, bytes)).to.not.equal(undefined)
  })
})

describe('featureMapToJson()', () => {
  it('prints what ceph features prints', () => {
    const m = new Map([
      [EntityType.Client, new Map(printed.map(([features], i) => [features, BigInt(i)]))],
      [EntityType.Mon, new Map([[1n, 1n]])],
      [3, new Map()]
    ])
    expect(JSON.stringify(featureMapToJson({ m }))).to.equal(
      JSON.stringify({
        mon: [{ features: '0x1', release: 'unknown', num: 1 }],
        unknown: [],
        client: printed.map(([features, release], num) => ({ features: `0x${features.toString(16)}`, release, num }))
      })
    )
  })
})

describe('cephReleaseFromFeatures()', () => {
  it('is the first release that asked as much of its clients', () => {
    for (const [features, release] of printed)
      expect(cephReleaseName(cephReleaseFromFeatures(features))).to.equal(release)
    const step = [0n, 1n << 18n, (1n << 18n) | (1n << 25n) | (1n << 30n), CEPH_FEATURES_ALL]
    expect(step.map(cephReleaseFromFeatures)).to.deep.equal([0, 1, 4, 19])
  })
})

describeCorpus({ FeatureMap: erase(featureMapCodec) })

import { CEPH_FEATURES_ALL, CephFeature, CodecError, decode, encode } from '@cephwire/codec'
import { checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import {
  objectStatCollectionCodec,
  objectStatSumCodec,
  poolStatCodec,
  poolStatToJson,
  storeStatfsCodec
} from '@cephwire/maps'
import { expect } from 'chai'
import { describeCorpus, erase } from '../support/corpus.js'
import { expectCheap, itWithstands } from '../support/hostile.js'
import { readText, readVector, releases } from '../support/vectors.js'

const withoutOsdenc = CEPH_FEATURES_ALL & ~CephFeature.OSDENC

/** object_stat_sum_t of struct_v 3 (Bobtail): all counters 0 but the first. */
const SUM_V3 = `03 03 58000000 0100000000000000 ${'00'.repeat(80)}`

describe('poolStatCodec', () => {
  for (const release of releases) {
    it(`reads what a monitor of ${release} sends, writes it again, and prints it as ceph report does`, () => {
      const pool = checkRoundTrip(poolStatCodec, readVector(`pool-stat-${release}`))
      expect(poolStatToJson(pool)).to.deep.equal(JSON.parse(readText(`pool-stat-${release}.json`)))
    })
  }

  it('decodes counters as they are named', () => {
    const pool = decode(poolStatCodec, readVector('pool-stat-16.2.15'))
    expect(pool).to.deep.include({ up: 32, acting: 32, numStoreStats: 0 })
    expect(pool.stats.sum).to.include({ numBytes: 2306n, numObjects: 22n, numFlushModeHigh: 0 })
    expect(pool.encoding).to.deep.equal({ structV: 7, tail: new Uint8Array(0) })
  })

  it('writes struct_v 4 without a length for a peer without OSDENC, and reads it', () => {
    const pool = decode(poolStatCodec, readVector('pool-stat-16.2.15'))
    const old = encode(poolStatCodec, pool, withoutOsdenc)
    expect([old[0], old.length]).to.deep.equal([4, 1 + 320 + 16])
    const again = checkRoundTrip(poolStatCodec, old, withoutOsdenc)
    expect(again).to.deep.include({ stats: pool.stats, logSize: pool.logSize, up: 0, acting: 0 })
    expect(encode(poolStatCodec, again)[0]).to.equal(7)
  })

  it('reads struct_v 5 of Bobtail, with counters by category', () => {
    const stats = `02 02 c8000000 ${SUM_V3} 01000000 04000000 6d61696e ${SUM_V3}`
    const v5 = fromHex(`05 05 de000000 ${stats} 0200000000000000 0300000000000000`)
    const pool = checkRoundTrip(poolStatCodec, v5)
    expect(pool).to.deep.include({ logSize: 2n, ondiskLogSize: 3n, up: 0, numStoreStats: 0 })
    expect(pool.stats.catSum.get('main')).to.deep.include({ numBytes: 1n, numObjectsDirty: 0n })
  })

  it('keeps what a newer release appended', () => {
    const original = readVector('pool-stat-20.2.4')
    const newer = new Uint8Array([...original, 0xab, 0xcd])
    newer.set([9, 5, (original.length - 4) & 0xff, (original.length - 4) >> 8])
    expect(checkRoundTrip(poolStatCodec, newer).encoding).to.deep.equal({ structV: 9, tail: fromHex('abcd') })
  })

  it('refuses what is older than Argonaut', () => {
    expect(() => decode(poolStatCodec, fromHex(`03 ${'00'.repeat(100)}`))).to.throw(CodecError, 'before Argonaut')
  })

  itWithstands(
    'pool_stat_t',
    poolStatCodec,
    releases.map(release => readVector(`pool-stat-${release}`)),
    poolStatToJson
  )

  it('reads a megabyte of categories in time and memory', () => {
    const count = Math.floor(1_000_000 / 102)
    const names = Array.from({ length: count }, (_, i) => i.toString(36).padStart(4, '0'))
    const sum = fromHex(SUM_V3)
    const bytes = new Uint8Array(6 + sum.length + 4 + count * (8 + sum.length))
    const view = new DataView(bytes.buffer)
    bytes.set([2, 2])
    view.setUint32(2, bytes.length - 6, true)
    bytes.set(sum, 6)
    view.setUint32(6 + sum.length, count, true)
    for (const [i, name] of names.entries()) {
      const at = 10 + sum.length + i * (8 + sum.length)
      view.setUint32(at, 4, true)
      bytes.set(new TextEncoder().encode(name), at + 4)
      bytes.set(sum, at + 8)
    }
    expect(decode(objectStatCollectionCodec, bytes).catSum.size).to.equal(count)
    expect(expectCheap(objectStatCollectionCodec, bytes)).to.not.equal(undefined)
  })
})

describe('objectStatSumCodec', () => {
  it('says of an old count what it bounds', () => {
    const v6 = `06 03 88000000 ${['05', '04', '03'].map(n => `${n}00000000000000`).join('')} ${'00'.repeat(112)}`
    expect(checkRoundTrip(objectStatSumCodec, fromHex(v6))).to.include({ numObjectsDirty: 4n, numLegacySnapsets: 3n })
  })

  it('writes struct_v 20 for a value that is made', () => {
    const { encoding, ...made } = decode(objectStatSumCodec, fromHex(SUM_V3))
    expect(encoding?.structV).to.equal(3)
    expect(toHex(encode(objectStatSumCodec, made).subarray(0, 14))).to.equal('140e300100000100000000000000')
  })
})

describeCorpus({
  pool_stat_t: erase(poolStatCodec),
  object_stat_collection_t: erase(objectStatCollectionCodec),
  object_stat_sum_t: erase(objectStatSumCodec),
  store_statfs_t: erase(storeStatfsCodec)
})

import { CEPH_FEATURES_ALL, CephFeature, CodecError, LimitError, decode, encode } from '@cephwire/codec'
import { checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import { PgState, osdStatCodec, osdStatToJson, pgMapDigestCodec, pgMapDigestToJson, pgStateName } from '@cephwire/maps'
import { expect } from 'chai'
import { describeCorpus, erase } from '../support/corpus.js'
import { expectCheap, itWithstands } from '../support/hostile.js'
import { readText, readVector, releases } from '../support/vectors.js'
import type { OsdStat, PGMapDigestJson } from '@cephwire/maps'

const vectors = releases.map(release => readVector(`pgmap-digest-${release}`))
const tentacle = decode(pgMapDigestCodec, vectors[2]!)

/** Without the order of what Ceph keeps in hash tables. */
function sorted(json: PGMapDigestJson): PGMapDigestJson {
  const byText = <T>(items: readonly T[]): T[] =>
    [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  return {
    ...json,
    pool_stats: byText(json.pool_stats),
    num_pg_by_state: byText(json.num_pg_by_state),
    num_pg_by_osd: byText(json.num_pg_by_osd)
  }
}

describe('pgMapDigestCodec', () => {
  for (const [i, release] of releases.entries()) {
    it(`reads what a manager of ${release} reports, writes it again, and prints it as ceph report does`, () => {
      const json = pgMapDigestToJson(checkRoundTrip(pgMapDigestCodec, vectors[i]!))
      const printed = JSON.parse(readText(`pgmap-digest-${release}.json`)) as PGMapDigestJson
      expect(JSON.stringify(sorted(json))).to.equal(JSON.stringify(sorted(printed)))
    })
  }

  it('decodes counts, sums and changes', () => {
    expect(tentacle).to.deep.include({ numOsd: 1n, numPg: tentacle.numPgActive, numPgUnknown: 0n })
    expect([...tentacle.numPgByState]).to.deep.equal([[PgState.ACTIVE | PgState.CLEAN, Number(tentacle.numPg)]])
    expect([...tentacle.osdSumByClass.keys()]).to.deep.equal(['hdd'])
    expect(tentacle.osdSum).to.deep.include({ numOsds: 1, hbPeers: [] })
    expect([...tentacle.poolPgUnavailableMap!.values()].flat()).to.deep.equal([])
    expect(tentacle.encoding).to.deep.equal({ structV: 5, tail: new Uint8Array(0) })
  })

  it('writes a value that is made as the release does that has its fields', () => {
    const { poolPgUnavailableMap, ...made } = { ...tentacle, encoding: undefined }
    expect(encode(pgMapDigestCodec, made)[0]).to.equal(4)
    expect(toHex(encode(pgMapDigestCodec, { ...made, poolPgUnavailableMap }))).to.equal(toHex(vectors[2]!))
  })

  it('prints PGs that do not serve, and the last snapshots that are gone', () => {
    const digest = {
      ...tentacle,
      poolPgUnavailableMap: new Map([[2n, [{ pool: 2n, seed: 31 }]]]),
      purgedSnaps: new Map([[2n, [1n, 31n].map(start => ({ start, length: 16n }))]])
    }
    const json = pgMapDigestToJson(checkRoundTrip(pgMapDigestCodec, encode(pgMapDigestCodec, digest)))
    expect(json.pool_pg_unavailable_map).to.deep.equal([{ poolid: '2', pgs: ['2.1f'] }])
    expect(json.purged_snaps).to.deep.equal([{ pool: 2, purged_snaps: { interval: { start: '1f', length: '10' } } }])
  })

  it('keeps what a newer release appended', () => {
    const newer = { ...tentacle, encoding: { structV: 7, tail: fromHex('abcdef') } }
    const again = checkRoundTrip(pgMapDigestCodec, encode(pgMapDigestCodec, newer))
    expect(again.encoding).to.deep.equal(newer.encoding)
  })

  it('refuses the digest of before Nautilus', () => {
    const old = vectors[0]!.slice()
    old[0] = 3
    expect(() => decode(pgMapDigestCodec, old)).to.throw(CodecError, 'before Nautilus')
  })

  it('refuses a device class twice, and more than 255 of them before it reads one', () => {
    const of = (names: readonly string[]): Uint8Array =>
      encode(pgMapDigestCodec, { ...tentacle, osdSumByClass: new Map(names.map(name => [name, tentacle.osdSum])) })
    const names = Array.from({ length: 256 }, (_, i) => `class${i}`)
    expect(decode(pgMapDigestCodec, of(names.slice(1))).osdSumByClass.size).to.equal(255)
    expect(() => decode(pgMapDigestCodec, of(names))).to.throw(LimitError, '256 device classes')
    const twice = fromHex(toHex(of(['hdd', 'ssd'])).replace(toHex(Buffer.from('ssd')), toHex(Buffer.from('hdd'))))
    expect(() => decode(pgMapDigestCodec, twice)).to.throw(CodecError, 'Two device classes named "hdd"')
  })

  itWithstands('PGMapDigest', pgMapDigestCodec, vectors, pgMapDigestToJson)

  it('reads a megabyte of pools in time and memory', () => {
    const pools = Array.from({ length: 2300 }, (_, pool) => [pool, tentacle.pgSum] as const)
    const bytes = encode(pgMapDigestCodec, { ...tentacle, pgPoolSum: new Map(pools) })
    expect(bytes.length).to.be.within(900_000, 1_100_000)
    expect(expectCheap(pgMapDigestCodec, bytes)).to.not.equal(undefined)
  })
})

describe('osdStatCodec', () => {
  const ping = { pingtime: [1500, 2000, 2500], min: [1, 2, 3], max: [4, 5, 6], last: 7 } as const
  const none = { pingtime: [0, 0, 0], min: [0, 0, 0], max: [0, 0, 0], last: 0 } as const
  const stat: OsdStat = {
    ...tentacle.osdSum,
    osPerfStat: { osCommitLatencyNs: 2_500_000n, osApplyLatencyNs: 1n },
    opQueueAgeHist: { h: [1, 3, 0, 2] },
    osAlerts: new Map([[3, new Map([['BLUEFS_SPILLOVER', 'much']])]]),
    hbPingtime: new Map([
      [1, { lastUpdate: 1_700_000_000, back: ping, front: ping }],
      [2, { lastUpdate: 1_699_000_000, back: ping, front: none }]
    ])
  }

  it('prints latencies, alerts and heartbeats as Ceph does', () => {
    const json = osdStatToJson(stat)
    expect(json.perf_stat).to.deep.equal({
      commit_latency_ms: 2.5,
      apply_latency_ms: 0.000001,
      commit_latency_ns: 2_500_000,
      apply_latency_ns: 1
    })
    expect(json.op_queue_age_hist).to.deep.equal({ histogram: [1, 3, 0, 2], upper_bound: 16 })
    expect(json.alerts).to.deep.equal([' osd: 3 BLUEFS_SPILLOVER:much'])
    const times = json.network_ping_times
    expect(times.map(({ osd, interfaces }) => [osd, interfaces.map(each => each.interface)])).to.deep.equal([
      [1, ['back', 'front']],
      [2, ['back']]
    ])
    expect(times.map(each => each['last update'])).to.deep.equal([
      'Tue Nov 14 22:13:20 2023',
      'Fri Nov  3 08:26:40 2023'
    ])
    expect(times[0]?.interfaces[0]).to.deep.equal({
      interface: 'back',
      average: { '1min': 1.5, '5min': 2, '15min': 2.5 },
      min: { '1min': 0.001, '5min': 0.002, '15min': 0.003 },
      max: { '1min': 0.004, '5min': 0.005, '15min': 0.006 },
      last: 0.007
    })
  })

  it('writes latencies in milliseconds for a peer without OS_PERF_STAT_NS', () => {
    const read = (features: bigint): bigint =>
      decode(osdStatCodec, encode(osdStatCodec, stat, features)).osPerfStat.osCommitLatencyNs
    expect([CEPH_FEATURES_ALL, CEPH_FEATURES_ALL | CephFeature.OS_PERF_STAT_NS].map(read)).to.deep.equal([
      2_000_000n,
      2_500_000n
    ])
  })

  it('reads what OSDs said before Nautilus, and makes bytes of it', () => {
    const kib = (...values: number[]): string =>
      values.map(n => `${n.toString(16).padStart(2, '0')}00000000000000`).join('')
    const v2 = fromHex(`02 02 28000000 ${kib(9, 4, 3)} 01000000 02000000 00000000 00000000`)
    const old = checkRoundTrip(osdStatCodec, v2)
    expect(old).to.include({ kb: 9n, kbUsed: 4n, kbUsedData: 4n, snapTrimQueueLen: 1, numOsds: 0 })
    expect(osdStatToJson(old)).to.include({ kb: 9, kb_used: 6, kb_used_data: 4, kb_avail: 3 })
    expect(old.statfs).to.include({ total: 9216n, available: 3072n, internallyReserved: 2048n, allocated: 4096n })
  })

  it('keeps what a newer release appended', () => {
    const newer = { ...stat, encoding: { structV: 15, tail: fromHex('ab') } }
    expect(checkRoundTrip(osdStatCodec, encode(osdStatCodec, newer)).encoding).to.deep.equal(newer.encoding)
  })

  itWithstands('osd_stat_t', osdStatCodec, [encode(osdStatCodec, stat)], osdStatToJson)
})

describe('pgStateName()', () => {
  it('names the bits in the order of Ceph', () => {
    expect(
      [PgState.CLEAN | PgState.ACTIVE | PgState.STALE, 0n, PgState.WAIT, 1n << 60n].map(pgStateName)
    ).to.deep.equal(['stale+active+clean', 'unknown', 'wait', 'unknown'])
  })
})

describeCorpus({ PGMapDigest: erase(pgMapDigestCodec), osd_stat_t: erase(osdStatCodec) })

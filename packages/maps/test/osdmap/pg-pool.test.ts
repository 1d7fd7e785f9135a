import { CEPH_FEATURES_ALL, CephFeature, CodecError, LimitError, decode, encode } from '@cephwire/codec'
import { checkRoundTrip, toHex } from '@cephwire/codec/testing'
import {
  createPgPool,
  decodeOsdMap,
  pgPoolCodec,
  pgPoolToJson,
  PoolFlag,
  poolFlagNames,
  poolOptNames,
  PoolType
} from '@cephwire/maps'
import { expect } from 'chai'
import { itWithstands } from '../support/hostile.js'
import { dumpBytes } from './support.js'
import type { PgPool } from '@cephwire/maps'

/** One with something in every field. */
const full: PgPool = createPgPool({
  createTime: { sec: 1_700_000_000, nsec: 5000 },
  flags: PoolFlag.HASHPSPOOL | PoolFlag.POOL_SNAPS,
  type: PoolType.Erasure,
  size: 3,
  minSize: 2,
  crushRule: 4,
  objectHash: 2,
  pgAutoscaleMode: 2,
  pgNum: 32,
  pgpNum: 16,
  pgNumPending: 31,
  pgNumTarget: 64,
  pgpNumTarget: 65,
  properties: new Map([['old', 'thing']]),
  erasureCodeProfile: 'k2m1',
  lastChange: 12,
  lastForceOpResend: 11,
  lastForceOpResendPrenautilus: 10,
  lastForceOpResendPreluminous: 9,
  lastPgMergeMeta: {
    sourcePgid: { pool: 2n, seed: 7 },
    readyEpoch: 1,
    lastEpochStarted: 2,
    lastEpochClean: 3,
    sourceVersion: { epoch: 4, version: 5n },
    targetVersion: { epoch: 6, version: 7n }
  },
  snapSeq: 3n,
  snapEpoch: 8,
  auid: 77n,
  quotaMaxBytes: 1n << 40n,
  quotaMaxObjects: 1000n,
  snaps: new Map([[2n, { snapid: 2n, stamp: { sec: 1_700_000_001, nsec: 0 }, name: 'one' }]]),
  removedSnaps: [{ start: 1n, length: 16n }],
  tiers: new Set([5n, 9n]),
  tierOf: 1n,
  readTier: 2n,
  writeTier: 3n,
  cacheMode: 1,
  targetMaxBytes: 100n,
  targetMaxObjects: 200n,
  cacheTargetDirtyRatioMicro: 1,
  cacheTargetDirtyHighRatioMicro: 2,
  cacheTargetFullRatioMicro: 3,
  cacheMinFlushAge: 4,
  cacheMinEvictAge: 5,
  hitSetParams: { type: 'bloom', bloom: { fppMicro: 50_000, targetSize: 10n, seed: 2n ** 64n - 1n } },
  hitSetPeriod: 600,
  hitSetCount: 3,
  useGmtHitset: false,
  minReadRecencyForPromote: 1,
  minWriteRecencyForPromote: 2,
  hitSetGradeDecayRate: 20,
  hitSetSearchLastN: 1,
  stripeWidth: 8192,
  expectedNumObjects: 42n,
  fastRead: true,
  opts: {
    values: new Map([
      [0, { type: 'double', value: 1.5 }],
      [6, { type: 'string', value: 'force' }],
      [16, { type: 'int', value: 1n << 33n }]
    ])
  },
  applicationMetadata: new Map([['rbd', new Map([['key', 'value']])]]),
  peeringCrush: { bucketCount: 2, bucketTarget: 3, bucketBarrier: 8, mandatoryMember: -4 },
  nonprimaryShards: new Set([1, 2, 100])
})

/** Tentacle's own bit is enough for its pools. */
const reef = CEPH_FEATURES_ALL & ~(1n << 50n)

/** Masks that a peer lacks, and the struct_v that it gets for a stretched pool. */
const versions = [
  ['PGPOOL3', 2],
  ['OSDENC', 4],
  ['OSD_POOLRESEND', 14],
  ['NEW_OSDOP_ENCODING', 21]
] as const

const since = (...names: (keyof typeof CephFeature)[]): bigint =>
  names.reduce(
    (all, name) => all | CephFeature[name],
    CephFeature.PGPOOL3 | CephFeature.OSDENC | CephFeature.OSD_POOLRESEND | CephFeature.NEW_OSDOP_ENCODING
  )

/** Without what encoding keeps. */
const plain = (pool: PgPool): unknown =>
  JSON.parse(
    JSON.stringify(pool, (key, value: unknown) => {
      if (key === 'encoding') return undefined
      if (typeof value === 'bigint') return `${value}n`
      return value instanceof Map || value instanceof Set ? [...(value as Iterable<unknown>)] : value
    })
  )

describe('pgPoolCodec', () => {
  it('keeps every field of a pool that is made here', () => {
    expect(plain(decode(pgPoolCodec, encode(pgPoolCodec, full)))).to.deep.equal(plain(full))
  })

  for (const [feature, structV] of versions) {
    it(`writes struct_v ${structV} for a peer without ${feature}, and reads it`, () => {
      const bytes = encode(pgPoolCodec, full, reef & ~CephFeature[feature])
      expect(bytes[0]).to.equal(structV)
      const { size, pgNum, snapSeq, snaps } = checkRoundTrip(pgPoolCodec, bytes)
      expect([size, pgNum, snapSeq, snaps.get(2n)?.name]).to.deep.equal([3, 32, 3n, 'one'])
    })
  }

  it('writes for each release since Jewel what its monitors do', () => {
    const peers = [
      since(),
      since('SERVER_LUMINOUS'),
      since('SERVER_LUMINOUS', 'SERVER_MIMIC'),
      since('SERVER_LUMINOUS', 'SERVER_MIMIC', 'SERVER_NAUTILUS'),
      CEPH_FEATURES_ALL
    ]
    const bytes = peers.map(features => encode(pgPoolCodec, full, features))
    expect(bytes.map(([structV]) => structV)).to.deep.equal([24, 26, 27, 30, 32])
    for (const each of bytes) expect(checkRoundTrip(pgPoolCodec, each).erasureCodeProfile).to.equal('k2m1')
    const flat = { ...full, peeringCrush: undefined }
    expect(encode(pgPoolCodec, flat, peers[3])[0]).to.equal(29)
  })

  it('says how snapshots are kept where the flags of an old pool do not', () => {
    const old = { ...full, flags: PoolFlag.HASHPSPOOL }
    const read = (pool: PgPool): string[] =>
      poolFlagNames(decode(pgPoolCodec, encode(pgPoolCodec, pool, since())).flags)
    expect(read(old)).to.deep.equal(['hashpspool', 'selfmanaged_snaps'])
    expect(read({ ...old, removedSnaps: [] })).to.deep.equal(['hashpspool', 'pool_snaps'])
    expect(read({ ...old, snapSeq: 0n })).to.deep.equal(['hashpspool'])
  })

  it('keeps what a newer release appended, in the pool and in what it holds', () => {
    const bytes = encode(pgPoolCodec, full)
    const newer = new Uint8Array([...bytes, 1, 2, 3])
    newer[0] = 40
    new DataView(newer.buffer).setUint32(2, newer.length - 6, true)
    const pool = checkRoundTrip(pgPoolCodec, newer)
    expect(pool.encoding?.tail).to.deep.equal(Uint8Array.of(1, 2, 3))
    expect(encode(pgPoolCodec, pool, since('SERVER_LUMINOUS'))[0]).to.equal(26)
  })

  it('refuses more hit sets than any pool has, and options and hit sets of unknown types', () => {
    const many = encode(pgPoolCodec, { ...full, hitSetCount: 65_537 })
    expect(() => decode(pgPoolCodec, many)).to.throw(LimitError, '65537 hit sets')
    const text = toHex(
      encode(pgPoolCodec, createPgPool({ opts: { values: new Map([[6, { type: 'int', value: 9n }]]) } }))
    )
    const broken = text.replace('0600000001000000', '0600000007000000')
    expect(() => decode(pgPoolCodec, Buffer.from(broken, 'hex'))).to.throw(CodecError, 'unknown type')
  })

  itWithstands('a pool', pgPoolCodec, [encode(pgPoolCodec, full), encode(pgPoolCodec, full, 0n)], pgPoolToJson)
})

describe('createPgPool()', () => {
  it('takes the targets from the numbers', () => {
    const { pgNum, pgpNum, pgNumTarget, pgpNumTarget, pgNumPending, tierOf } = createPgPool({ pgNum: 8 })
    expect([pgNum, pgpNum, pgNumTarget, pgpNumTarget, pgNumPending, tierOf]).to.deep.equal([8, 8, 8, 8, 8, -1n])
  })
})

describe('pgPoolToJson()', () => {
  it('prints what the release in question prints', () => {
    const newer = ['is_stretch_pool', 'nonprimary_shards']
    const keys = (release: number): string[] => Object.keys(pgPoolToJson(full, release))
    expect(keys(20).filter(key => !keys(18).includes(key))).to.deep.equal(newer)
    expect(pgPoolToJson(full, 20)).to.deep.include({ is_stretch_pool: true, nonprimary_shards: '{1,2,100}' })
  })

  it('knows the release from the encoding', () => {
    const pool = decodeOsdMap(dumpBytes('20.2.4')).pools.get(1n)!
    expect(pgPoolToJson(pool)).to.have.property('nonprimary_shards', '{}')
  })

  it('prints hit sets, grades, merges, options and snapshots', () => {
    expect(pgPoolToJson(full, 18)).to.deep.include({
      hit_set_params: { type: 'bloom', false_positive_probability: 0.05, target_size: 10, seed: -1 },
      grade_table: [800_000, 640_000, 512_000],
      last_pg_merge_meta: {
        source_pgid: '2.7',
        ready_epoch: 1,
        last_epoch_started: 2,
        last_epoch_clean: 3,
        source_version: "4'5",
        target_version: "6'7"
      },
      options: { compression_mode: 'force', scrub_min_interval: 1.5, target_size_bytes: 8_589_934_592 },
      removed_snaps: '[1~10]',
      snap_mode: 'pool',
      cache_mode: 'writeback'
    })
  })

  it('has a name for each option', () => {
    expect([poolOptNames.size, poolOptNames.get(0), poolOptNames.get(23)]).to.deep.equal([
      26,
      'scrub_min_interval',
      'pg_num_max'
    ])
  })
})

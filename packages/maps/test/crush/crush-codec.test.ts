import { CEPH_FEATURES_ALL, CephFeature, CodecError, decode, encode } from '@cephwire/codec'
import { acceptedTruncations, checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import {
  CrushBucketAlg,
  crushItemWeights,
  crushMapCodec,
  crushMapToJson,
  CrushRuleOp,
  CrushRuleType
} from '@cephwire/maps'
import { expect } from 'chai'
import { describeCorpus, erase } from '../support/corpus.js'
import { itWithstands } from '../support/hostile.js'
import { readVector, releases } from '../support/vectors.js'
import type { Codec } from '@cephwire/codec'
import type { CrushMap } from '@cephwire/maps'

const algs = readVector('crush-algs-16.2.15')
const msr = readVector('crush-msr-20.2.4')
const names = [
  'crush-algs-16.2.15',
  'crush-msr-20.2.4',
  ...releases.map(release => `crush-cluster-${release}`),
  'crush-before-luminous-16.2.15'
]

/** As an osdmap has it: in a bufferlist. */
const nested: Codec<CrushMap> = {
  encode: (w, map, features) => void w.nested(w => crushMapCodec.encode(w, map, features)),
  decode: r => r.nested(crushMapCodec.decode)
}

const beforeTunables5 = CEPH_FEATURES_ALL & ~CephFeature.CRUSH_TUNABLES5
/** Without the one bit of SERVER_LUMINOUS that is not of its incarnation. */
const beforeLuminous = CEPH_FEATURES_ALL & ~(1n << 21n)

describe('crushMapCodec', () => {
  it('decodes buckets of every algorithm', () => {
    const { buckets } = decode(crushMapCodec, algs)
    expect(buckets).to.have.lengthOf(32)
    expect(buckets.slice(1, 5)).to.deep.equal([
      { id: -2, type: 1, alg: CrushBucketAlg.Uniform, hash: 0, weight: 0x20000, items: [3, 4], itemWeight: 0x10000 },
      {
        id: -3,
        type: 1,
        alg: CrushBucketAlg.List,
        hash: 0,
        weight: 0x18000,
        items: [0, 1],
        itemWeights: [0x10000, 0x8000],
        sumWeights: [0x10000, 0x18000]
      },
      {
        id: -4,
        type: 1,
        alg: CrushBucketAlg.Tree,
        hash: 0,
        weight: 0x6c000,
        items: [0, 1, 7],
        nodeWeights: [0, 0x10000, 0x38000, 0x28000, 0x6c000, 0x34000, 0x34000, 0]
      },
      {
        id: -5,
        type: 1,
        alg: CrushBucketAlg.Straw,
        hash: 0,
        weight: 73626,
        items: [2, 7],
        itemWeights: [65536, 8090],
        straws: [298217, 65536]
      }
    ])
    expect(buckets[31]).to.equal(undefined)
    expect(buckets[8]).to.deep.include({ alg: CrushBucketAlg.Straw2, itemWeights: [65536, 0, 809085] })
    expect(crushItemWeights(buckets[1]!)).to.deep.equal([0x10000, 0x10000])
    expect(crushItemWeights(buckets[3]!)).to.deep.equal([0x10000, 0x28000, 0x34000])
  })

  it('decodes rules, classes, tunables and choose_args', () => {
    const map = decode(crushMapCodec, msr)
    expect(map.rules[4]).to.deep.equal({
      ruleset: 4,
      type: CrushRuleType.MsrIndep,
      minSize: 1,
      maxSize: 100,
      steps: [
        { op: CrushRuleOp.SetMsrDescents, arg1: 7, arg2: 0 },
        { op: CrushRuleOp.SetMsrCollisionTries, arg1: 8, arg2: 0 },
        { op: CrushRuleOp.Take, arg1: -1, arg2: 0 },
        { op: CrushRuleOp.ChooseMsr, arg1: 2, arg2: 1 },
        { op: CrushRuleOp.ChooseMsr, arg1: 2, arg2: 0 },
        { op: CrushRuleOp.Emit, arg1: 0, arg2: 0 }
      ]
    })
    expect([map.rules[1], map.ruleNameMap.get(4), map.typeMap.get(11)]).to.deep.equal([undefined, 'msr', 'root'])
    const shadow = map.classBucket.get(-9)!
    expect([...shadow.keys()].map(id => map.className.get(id))).to.have.members(['hdd', 'ssd', 'nvme'])
    expect([...shadow.values()].map(id => map.nameMap.get(id))).to.include('s2~hdd')
    expect(map.className.get(map.classMap.get(7)!)).to.equal('nvme')
    expect(map.tunables).to.deep.equal({
      chooseLocalTries: 0,
      chooseLocalFallbackTries: 0,
      chooseTotalTries: 50,
      chooseleafDescendOnce: 1,
      chooseleafVaryR: 1,
      strawCalcVersion: 1,
      allowedBucketAlgs: 54,
      chooseleafStable: 1,
      msrDescents: 50,
      msrCollisionTries: 60
    })
    expect([...map.chooseArgs.keys()]).to.deep.equal([0n, 3n])
    expect(map.chooseArgs.get(3n)?.get(-1)).to.deep.equal({
      weightSet: [
        [65536, 131072, 196608, 262144, 327680],
        [6553, 13107, 19660, 26214, 32768]
      ],
      ids: [-20, -30, -40, -50, -60]
    })
    expect(map.encoding).to.deep.equal({ groups: 9, wide: [], tail: new Uint8Array(0) })
  })

  for (const name of names) {
    it(`${name} encodes to the same bytes`, () => {
      checkRoundTrip(crushMapCodec, readVector(name))
    })

    it(`${name} may be cut between its optional groups and nowhere else`, () => {
      const bytes = readVector(name)
      const { groups } = decode(crushMapCodec, bytes).encoding!
      const cuts = acceptedTruncations(crushMapCodec, bytes)
      expect(cuts).to.have.lengthOf(groups)
      expect(cuts.map(cut => decode(crushMapCodec, bytes.subarray(0, cut)).encoding?.groups)).to.deep.equal(
        Array.from({ length: groups }, (_, i) => i)
      )
      for (const cut of cuts) checkRoundTrip(crushMapCodec, bytes.subarray(0, cut))
    })
  }

  it('gives the tunables of the legacy profile to a map without any', () => {
    const bare = acceptedTruncations(crushMapCodec, algs)[0]
    expect(decode(crushMapCodec, algs.subarray(0, bare)).tunables).to.deep.equal({
      chooseLocalTries: 2,
      chooseLocalFallbackTries: 5,
      chooseTotalTries: 19,
      chooseleafDescendOnce: 0,
      chooseleafVaryR: 0,
      strawCalcVersion: 0,
      allowedBucketAlgs: 22,
      chooseleafStable: 0
    })
  })

  it('keeps what a newer release appends', () => {
    const newer = new Uint8Array([...msr, 1, 2, 3])
    expect(checkRoundTrip(crushMapCodec, newer).encoding?.tail).to.deep.equal(new Uint8Array([1, 2, 3]))
  })

  it('reads names whose ids took 64 bits, and writes them again', () => {
    const counts = '00000100 00000000 00000000 00000000'
    const types = '02000000 00000000 00000000 03000000 6f7364 01000000 00000000 04000000 686f7374'
    const map = checkRoundTrip(crushMapCodec, fromHex(`${counts} ${types} 00000000 00000000`))
    expect([...map.typeMap]).to.deep.equal([
      [0, 'osd'],
      [1, 'host']
    ])
    expect(map.encoding?.wide).to.deep.equal(['typeMap'])
    const mixed = '02000000 00000000 00000000 03000000 6f7364 01000000 04000000 686f7374'
    expect(() => decode(crushMapCodec, fromHex(`${counts} ${mixed} 00000000 00000000`))).to.throw(
      CodecError,
      '32 and of 64 bits'
    )
  })

  it('writes the newest groups that a map made here has values for', () => {
    const made: CrushMap = { ...decode(crushMapCodec, msr), encoding: undefined }
    expect(toHex(encode(crushMapCodec, made))).to.equal(toHex(msr))
    const tunables = { ...made.tunables, msrDescents: undefined, msrCollisionTries: undefined }
    expect(decode(crushMapCodec, encode(crushMapCodec, { ...made, tunables })).encoding?.groups).to.equal(8)
  })

  for (const release of releases) {
    it(`writes for an old peer what a monitor of ${release} does: no classes, the compat weight-set as weights`, () => {
      const map = decode(crushMapCodec, readVector(`crush-cluster-${release}`))
      const old = readVector(`crush-before-luminous-${release}`)
      expect(toHex(encode(crushMapCodec, map, beforeLuminous))).to.equal(toHex(old))
      const again = checkRoundTrip(crushMapCodec, old)
      expect(again.encoding?.groups).to.equal(6)
      expect(again.buckets[2]).to.deep.include({ itemWeights: [13, 32768, 13] })
      expect(map.buckets[2]).to.deep.include({ itemWeights: [13, 13, 13] })
    })
  }

  it('writes ids in the order that Ceph does, whatever order they have', () => {
    const backwards = <K, T>(map: ReadonlyMap<K, T>): ReadonlyMap<K, T> => new Map([...map].reverse())
    const map = decode(crushMapCodec, msr)
    const changed: CrushMap = {
      ...map,
      typeMap: backwards(map.typeMap),
      nameMap: backwards(map.nameMap),
      ruleNameMap: backwards(map.ruleNameMap),
      classMap: backwards(map.classMap),
      className: backwards(map.className),
      classBucket: backwards(new Map([...map.classBucket].map(([id, shadows]) => [id, backwards(shadows)]))),
      chooseArgs: backwards(new Map([...map.chooseArgs].map(([pool, args]) => [pool, backwards(args)])))
    }
    expect(toHex(encode(crushMapCodec, changed))).to.equal(toHex(msr))
  })

  it('leaves out chooseleaf_stable for a peer without CRUSH_TUNABLES5', () => {
    const map = decode(crushMapCodec, readVector('crush-before-luminous-18.2.7'))
    const older = decode(crushMapCodec, encode(crushMapCodec, map, beforeLuminous & beforeTunables5))
    expect(older.encoding?.groups).to.equal(5)
    expect(older.tunables).to.deep.equal({ ...map.tunables, chooseleafStable: 0 })
  })

  it('refuses to write choose_args that an old peer cannot be given as weights', () => {
    expect(() => encode(crushMapCodec, decode(crushMapCodec, algs), beforeLuminous)).to.throw(CodecError, 'Luminous')
  })

  it('refuses to write a bucket with more or fewer weights than items, and an empty name', () => {
    const map = decode(crushMapCodec, algs)
    const buckets = map.buckets.map(bucket => (bucket?.id === -9 ? { ...bucket, items: [0] } : bucket))
    expect(() => encode(crushMapCodec, { ...map, buckets })).to.throw(CodecError, 'The bucket -9 has 1 items')
    const typeMap = new Map([[0, '']])
    expect(() => encode(crushMapCodec, { ...map, typeMap })).to.throw(CodecError, 'empty name')
  })

  itWithstands(
    'CRUSH maps in a bufferlist',
    nested,
    names.map(name => encode(nested, decode(crushMapCodec, readVector(name)))),
    map => crushMapToJson(map)
  )
})

describeCorpus({ CrushWrapper: erase(crushMapCodec) })

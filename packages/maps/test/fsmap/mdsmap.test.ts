import { CEPH_FEATURES_ALL, decode, encode } from '@cephwire/codec'
import { checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import {
  MDSMapFlag,
  MdsState,
  cephFsFeatureNames,
  mdsInfoCodec,
  mdsMapCodec,
  mdsMapToJson,
  mdsStateName
} from '@cephwire/maps'
import { expect } from 'chai'
import { describeCorpus, erase } from '../support/corpus.js'
import { expectCheap, itWithstands } from '../support/hostile.js'
import { readVector, releases } from '../support/vectors.js'
import { beforeMsgAddr2, peers } from './peers.js'

const whole = (release: string) => decode(mdsMapCodec, readVector(`mdsmap-${release}`))
const pacific = whole('16.2.15')

describe('mdsMapCodec', () => {
  it('decodes every field of a map of Pacific', () => {
    const { compat, mdsInfo, inc, up, created, modified, epoch, ...rest } = pacific
    expect(rest).to.deep.equal({
      flags: MDSMapFlag.ALLOW_SNAPS | MDSMapFlag.ALLOW_MULTIMDS_SNAPS,
      lastFailure: 0,
      root: 0,
      sessionTimeout: 60,
      sessionAutoclose: 300,
      maxFileSize: 1n << 40n,
      maxMds: 2,
      dataPools: [3n],
      casPool: -1n,
      metadataPool: 2n,
      tableserver: 0,
      in: new Set([0, 1]),
      failed: new Set(),
      stopped: new Set(),
      lastFailureOsdEpoch: 0,
      everAllowedFeatures: 0,
      explicitlyAllowedFeatures: 0,
      inlineDataEnabled: false,
      enabled: true,
      fsName: 'cephfs',
      damaged: new Set(),
      balancer: '',
      standbyCountWanted: 1,
      oldMaxMds: 0,
      minCompatClient: 0,
      requiredClientFeatures: new Uint8Array(0),
      encoding: { structV: 5, ev: 16, tail: new Uint8Array(0) }
    })
    expect([...inc.values()]).to.deep.equal([epoch, epoch])
    expect([...up.values()].every(gid => mdsInfo.has(gid))).to.equal(true)
    expect(modified.sec).to.be.at.least(created.sec)
    expect(compat.incompat.names.get(1n)).to.equal('base v0.20')
  })

  it('decodes a daemon', () => {
    const info = pacific.mdsInfo.get(pacific.up.get(0)!)!
    expect(info).to.deep.include({ name: 'b', rank: 0, state: MdsState.ACTIVE, joinFscid: -1, flags: 0n })
    expect(info.addrs.map(({ type, host }) => [type, host])).to.deep.equal([
      ['msgr2', '127.0.0.1'],
      ['legacy', '127.0.0.1']
    ])
  })

  it('decodes what Reef and Tentacle added', () => {
    expect(whole('18.2.7')).to.include({ balRankMask: '-1', maxXattrSize: 65536n })
    const { qdbClusterLeader, qdbClusterMembers } = whole('20.2.4')
    expect(qdbClusterMembers?.has(qdbClusterLeader!)).to.equal(true)
  })

  for (const release of releases) {
    it(`writes a map of ${release} again`, () => {
      checkRoundTrip(mdsMapCodec, readVector(`mdsmap-${release}`))
    })

    for (const [name, features] of Object.entries(peers)) {
      it(`reads what a monitor of ${release} sends to a peer ${name}, and writes the same for it`, () => {
        const sent = readVector(`mdsmap-${name}-${release}`)
        const { qdbClusterMembers } = checkRoundTrip(mdsMapCodec, sent, features)
        // Ceph writes this set in the order of a hash table, which differs from one encoding to the next.
        const map = { ...whole(release), ...(qdbClusterMembers === undefined ? {} : { qdbClusterMembers }) }
        expect(toHex(encode(mdsMapCodec, map, features))).to.equal(toHex(sent))
      })
    }
  }

  it('writes a map that was read in an old encoding anew for a new peer', () => {
    const old = decode(mdsMapCodec, readVector('mdsmap-without-pgid64-18.2.7'))
    const again = decode(mdsMapCodec, encode(mdsMapCodec, old))
    expect(again).to.deep.include({
      dataPools: old.dataPools,
      encoding: { structV: 5, ev: 16, tail: new Uint8Array(0) }
    })
    expect(Array.from(again.mdsInfo.values(), ({ encoding }) => encoding?.structV)).to.deep.equal([9, 9])
  })

  it('reads whether snapshots were allowed as a flag, and writes it again', () => {
    const { encoding, ...map } = pacific
    const old = { ...map, everAllowedFeatures: MDSMapFlag.ALLOW_SNAPS, encoding: { ...encoding!, ev: 9 } }
    const again = checkRoundTrip(mdsMapCodec, encode(mdsMapCodec, old))
    expect(again).to.include({
      everAllowedFeatures: MDSMapFlag.ALLOW_SNAPS,
      explicitlyAllowedFeatures: 0,
      balancer: ''
    })
  })

  it('keeps what a newer release appended', () => {
    const map = whole('20.2.4')
    const newer = { ...map, encoding: { structV: 6, ev: 21, tail: fromHex('abcdef') } }
    expect(checkRoundTrip(mdsMapCodec, encode(mdsMapCodec, newer)).encoding).to.deep.equal(newer.encoding)
  })

  itWithstands(
    'MDSMap',
    mdsMapCodec,
    releases.map(release => readVector(`mdsmap-${release}`)),
    mdsMapToJson
  )
  itWithstands('MDSMap for old peers', mdsMapCodec, [
    readVector('mdsmap-before-nautilus-20.2.4'),
    readVector('mdsmap-without-mdsenc-16.2.15')
  ])

  it('reads a megabyte of ranks in time and memory', () => {
    const up = new Map(Array.from({ length: 80_000 }, (_, rank) => [rank, BigInt(rank)] as const))
    const bytes = encode(mdsMapCodec, { ...pacific, up })
    expect(expectCheap(mdsMapCodec, bytes)).to.not.equal(undefined)
  })
})

describe('mdsMapToJson()', () => {
  it('takes for granted what Ceph takes for granted of daemons that say nothing', () => {
    const [gid, info] = [...pacific.mdsInfo][0]!
    const none = { mask: 0n, names: new Map<bigint, string>() }
    const empty = { compat: none, roCompat: none, incompat: none }
    const json = (compat: typeof empty | undefined) =>
      mdsMapToJson({ ...pacific, compat: empty, mdsInfo: new Map([[gid, { ...info, compat }]]) })
    const inline = { feature_7: 'mds uses inline data' }
    expect(json(empty).compat.incompat).to.deep.equal(inline)
    expect(json(empty).info[`gid_${gid}`]?.compat.incompat).to.deep.equal(inline)
    expect(json(undefined).info[`gid_${gid}`]?.compat.incompat).to.have.all.keys(
      Array.from({ length: 10 }, (_, i) => `feature_${i + 1}`)
    )
  })

  it('prints since when a daemon is silent', () => {
    const [gid, info] = [...pacific.mdsInfo][0]!
    const silent = { ...info, laggySince: { sec: 1_700_000_000, nsec: 5000 }, state: 99 }
    const json = mdsMapToJson({ ...pacific, mdsInfo: new Map([[gid, silent]]) })
    expect(json.info[`gid_${gid}`]).to.deep.include({ laggy_since: '2023-11-14T22:13:20.000005+0000', state: '???' })
  })
})

describe('mdsStateName()', () => {
  it('names states as Ceph does', () => {
    expect([MdsState.ACTIVE, MdsState.STANDBY_REPLAY, -11].map(mdsStateName)).to.deep.equal([
      'up:active',
      'up:standby-replay',
      '???'
    ])
  })
})

describe('cephFsFeatureNames()', () => {
  it('names the bits that are set', () => {
    expect([...cephFsFeatureNames(fromHex('21010000ff'))]).to.deep.equal([
      [0, 'reserved'],
      [5, 'jewel'],
      [8, 'mimic']
    ])
  })
})

describeCorpus({ MDSMap: erase(mdsMapCodec), 'MDSMap::mds_info_t': erase(mdsInfoCodec) }, [
  CEPH_FEATURES_ALL,
  peers['before-nautilus'],
  beforeMsgAddr2,
  peers['without-mdsenc']
])

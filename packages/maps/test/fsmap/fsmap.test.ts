import { CEPH_FEATURES_ALL, CodecError, IncompatibleVersionError, LimitError, decode, encode } from '@cephwire/codec'
import { checkRoundTrip, toHex } from '@cephwire/codec/testing'
import { filesystemCodec, fsMapCodec, fsMapToJson, mirrorInfoCodec } from '@cephwire/maps'
import { expect } from 'chai'
import { describeCorpus, erase } from '../support/corpus.js'
import { expectCheap, itWithstands } from '../support/hostile.js'
import { readText, readVector, releases } from '../support/vectors.js'
import { peers } from './peers.js'
import type { FSMap, MdsInfo } from '@cephwire/maps'

const vectors = releases.map(release => readVector(`fsmap-${release}`))
const pacific = decode(fsMapCodec, vectors[0]!)
const tentacle = decode(fsMapCodec, vectors[2]!)

describe('fsMapCodec', () => {
  for (const [i, release] of releases.entries()) {
    it(`reads what a monitor of ${release} sends, writes it again, and prints it as ceph fs dump does`, () => {
      const map = checkRoundTrip(fsMapCodec, vectors[i]!)
      expect(JSON.stringify(fsMapToJson(map))).to.equal(JSON.stringify(JSON.parse(readText(`fsmap-${release}.json`))))
    })
  }

  it('decodes the file systems, their mirrors, and who stands by', () => {
    expect(pacific).to.deep.include({
      legacyClientFscid: 1,
      nextFilesystemId: 3n,
      enableMultiple: true,
      everEnabledMultiple: true,
      encoding: { structV: 7, tail: new Uint8Array(0) }
    })
    expect(Array.from(pacific.filesystems.values(), ({ mdsMap }) => mdsMap.fsName)).to.deep.equal(['cephfs', 'two'])
    expect(pacific.filesystems.get(2)?.mirrorInfo).to.deep.include({ mirrored: true })
    expect(pacific.filesystems.get(2)?.mirrorInfo?.peers[1]).to.deep.include({
      uuid: '5b3f1a2c-0000-4000-8000-00000000000a',
      remote: {
        clientName: 'client.mirror_remote',
        clusterName: 'remote',
        fsName: 'backup',
        encoding: { structV: 1, tail: new Uint8Array(0) }
      }
    })
    expect(Array.from(pacific.standbyDaemons.values(), ({ name, rank }) => [name, rank])).to.deep.equal([['e', -1]])
    expect([...pacific.mdsRoles.values()].sort((a, b) => a - b)).to.deep.equal([-1, 1, 1, 2, 2])
  })

  it('decodes the time of a map of Tentacle', () => {
    expect(tentacle.encoding?.structV).to.equal(8)
    expect(tentacle.btime?.sec).to.be.greaterThan(1_700_000_000)
  })

  it('writes a value that is made as the release does that has its fields', () => {
    const { btime, ...made } = { ...tentacle, encoding: undefined }
    expect(encode(fsMapCodec, made)[0]).to.equal(7)
    expect(toHex(encode(fsMapCodec, { ...made, btime }))).to.equal(toHex(vectors[2]!))
  })

  it('writes file systems and daemons in the order of their numbers', () => {
    const reversed = <K, V>(map: ReadonlyMap<K, V>): Map<K, V> => new Map([...map].reverse())
    const shuffled = {
      ...pacific,
      filesystems: reversed(pacific.filesystems),
      mdsRoles: reversed(pacific.mdsRoles),
      standbyDaemons: reversed(pacific.standbyDaemons),
      standbyEpochs: reversed(pacific.standbyEpochs)
    }
    expect(toHex(encode(fsMapCodec, shuffled))).to.equal(toHex(vectors[0]!))
  })

  it('keeps what a newer release appended, at every level', () => {
    const tail = Uint8Array.of(0xab, 0xcd)
    const mirrorInfo = { mirrored: false, peers: [], encoding: { structV: 3, tail } }
    const fs = { ...pacific.filesystems.get(1)!, mirrorInfo, encoding: { structV: 4, tail } }
    const newer = {
      ...pacific,
      btime: { sec: 1, nsec: 2 },
      filesystems: new Map([[1, fs]]),
      encoding: { structV: 9, tail }
    }
    const bytes = encode(fsMapCodec, newer)
    const again = checkRoundTrip(fsMapCodec, bytes)
    expect(again.encoding).to.deep.equal({ structV: 9, tail })
    expect(again.filesystems.get(1)).to.deep.include({ encoding: { structV: 4, tail }, mirrorInfo })
  })

  it('refuses maps that older decoders may not read, and those from before Jewel', () => {
    const newer = vectors[0]!.slice()
    newer.set([9, 9])
    expect(() => decode(fsMapCodec, newer)).to.throw(IncompatibleVersionError)
    newer.set([5, 4])
    expect(() => decode(fsMapCodec, newer)).to.throw(CodecError, 'before Jewel')
  })

  it('refuses two file systems with one number', () => {
    const twins = new Map([
      [1, pacific.filesystems.get(1)!],
      [2, { ...pacific.filesystems.get(2)!, fscid: 1 }]
    ])
    const bytes = encode(fsMapCodec, { ...pacific, filesystems: twins })
    expect(() => decode(fsMapCodec, bytes)).to.throw(CodecError, 'Two file systems with the number 1')
  })

  it('refuses more than 1024 file systems before it reads one', () => {
    const first = pacific.filesystems.get(1)!
    const many = (count: number): Uint8Array =>
      encode(fsMapCodec, {
        ...pacific,
        filesystems: new Map(Array.from({ length: count }, (_, fscid) => [fscid, { ...first, fscid }] as const))
      })
    expect(decode(fsMapCodec, many(1024)).filesystems.size).to.equal(1024)
    expect(() => decode(fsMapCodec, many(1025))).to.throw(LimitError, '1025 file systems')
  })

  it('keeps names that mean something elsewhere as they are', () => {
    const { mdsMap, ...fs } = pacific.filesystems.get(1)!
    const named = (fsName: string): FSMap => ({
      ...pacific,
      filesystems: new Map([[1, { ...fs, mdsMap: { ...mdsMap, fsName } }]])
    })
    for (const name of ['__proto__', 'a\n\u001b[2J', '']) {
      const json = fsMapToJson(decode(fsMapCodec, encode(fsMapCodec, named(name))))
      expect(json.filesystems[0]?.mdsmap.fs_name).to.equal(name)
    }
  })

  itWithstands('FSMap', fsMapCodec, vectors, fsMapToJson)

  it('reads a megabyte of daemons in time and memory', () => {
    const [first] = pacific.standbyDaemons.values()
    const made: MdsInfo = { ...first!, compat: undefined, addrs: [], encoding: undefined }
    const daemons = Array.from({ length: 10_000 }, (_, i) => [BigInt(i), made] as const)
    const bytes = encode(fsMapCodec, { ...pacific, standbyDaemons: new Map(daemons) })
    expect(bytes.length).to.be.within(900_000, 1_100_000)
    expect(expectCheap(fsMapCodec, bytes)).to.not.equal(undefined)
  })
})

describeCorpus({ FSMap: erase(fsMapCodec), Filesystem: erase(filesystemCodec), MirrorInfo: erase(mirrorInfoCodec) }, [
  CEPH_FEATURES_ALL,
  peers['before-nautilus']
])

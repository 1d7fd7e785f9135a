import {
  CEPH_FEATURES_ALL,
  CephFeature,
  CodecError,
  decode,
  encode,
  IncompatibleVersionError,
  TruncatedError
} from '@cephwire/codec'
import { acceptedTruncations, checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import {
  createOsdMap,
  createPgPool,
  decodeOsdMap,
  MapCrcError,
  OSD_IN,
  osdInfoCodec,
  osdMapCodec,
  OSDMapFlag,
  osdMapFlagNames,
  osdMapToJson,
  OsdState,
  osdStateNames,
  osdXinfoCodec
} from '@cephwire/maps'
import { expect } from 'chai'
import { dumpBytes, readChain, releases } from './support.js'
import type { EntityAddr } from '@cephwire/codec'
import type { OSDMap } from '@cephwire/maps'

const FSID = '00112233-4455-6677-8899-aabbccddeeff'
const addr = (port: number): EntityAddr => ({ type: 'legacy', nonce: 7, host: '10.0.0.1', port })
const addrs = [[addr(1)], [addr(2), { ...addr(3), type: 'msgr2' }]] as const
const xinfo = {
  downStamp: { sec: 1, nsec: 2 },
  laggyProbability: 0.25,
  laggyInterval: 3,
  features: 2n ** 63n,
  oldWeight: 4,
  lastPurgedSnapsScrub: { sec: 0, nsec: 0 },
  deadEpoch: 0
}
const info = { lastCleanBegin: 1, lastCleanEnd: 2, upFrom: 3, upThru: 4, downAt: 5, lostAt: 6 }

/** A map that every release has an encoding for. */
const made: OSDMap = createOsdMap({
  fsid: FSID,
  epoch: 9,
  created: { sec: 1_600_000_000, nsec: 0 },
  modified: { sec: 1_600_000_001, nsec: 0 },
  pools: new Map([[1n, createPgPool({ pgNum: 4, size: 2, type: 1 })]]),
  poolNames: new Map([[1n, 'rbd']]),
  poolMax: 1,
  flags: OSDMapFlag.SORTBITWISE,
  osdState: [OsdState.EXISTS | OsdState.UP, OsdState.EXISTS],
  osdWeight: [OSD_IN, 0],
  clientAddrs: addrs,
  clusterAddrs: addrs,
  hbBackAddrs: addrs,
  hbFrontAddrs: addrs,
  osdInfo: [info, info],
  osdXinfo: [xinfo, xinfo],
  osdUuid: [FSID, FSID],
  pgTemp: new Map([['1.3', [1, 0]]]),
  blocklist: new Map([
    [
      { type: 'any', nonce: 5, host: '10.0.0.9', port: 0 },
      { sec: 9, nsec: 0 }
    ]
  ]),
  crush: Uint8Array.of(1, 2, 3)
})

const at = (text: string, offset: number, hex: string): string =>
  text.slice(0, 2 * offset) + hex + text.slice(2 * offset + hex.length)

/** Decodes with bytes changed, the checksum aside. */
const reading = (offset: number, hex: string) => (): OSDMap =>
  decodeOsdMap(fromHex(at(toHex(dumpBytes('18.2.7')), offset, hex)), { verifyCrc: false })

describe('osdMapCodec', () => {
  for (const release of releases) {
    it(`decodes a map of ${release} and encodes it to the same bytes`, () => {
      const map = checkRoundTrip(osdMapCodec, dumpBytes(release))
      expect([map.maxOsd, map.osdState.length, map.clientAddrs.length]).to.deep.equal([5, 5, 5])
      expect(map.poolNames.get(map.pools.keys().next().value!)).to.be.a('string')
    })

    it(`encodes a map of ${release} to the same bytes once more from its values alone`, () => {
      const bytes = dumpBytes(release)
      const map = decodeOsdMap(bytes)
      const values = {
        ...map,
        pools: new Map([...map.pools].reverse()),
        clientAddrs: [...map.clientAddrs],
        clusterAddrs: [...map.clusterAddrs],
        hbBackAddrs: [...map.hbBackAddrs],
        hbFrontAddrs: [...map.hbFrontAddrs],
        osdInfo: [...map.osdInfo],
        osdXinfo: [...map.osdXinfo],
        osdUuid: [...map.osdUuid],
        osdState: [...map.osdState],
        pgTemp: new Map(map.pgTemp),
        blocklist: new Map([...map.blocklist].reverse())
      }
      expect(toHex(encode(osdMapCodec, values))).to.equal(toHex(bytes))
    })

    it(`finds a bit that flipped in a map of ${release}`, () => {
      const bytes = readChain(release).base.slice()
      bytes[40]! ^= 1
      expect(() => decode(osdMapCodec, bytes))
        .to.throw(MapCrcError)
        .that.includes({ what: 'OSDMap' })
      expect(decodeOsdMap(bytes, { verifyCrc: false }).crc).to.equal(decodeOsdMap(readChain(release).base).crc)
    })

    it(`refuses a map of ${release} cut anywhere`, () => {
      expect(acceptedTruncations(osdMapCodec, readChain(release).base)).to.deep.equal([])
    })

    it(`writes a map of ${release} for peers of all ages, and reads it`, () => {
      const map = decodeOsdMap(dumpBytes(release))
      for (const old of ['PGID64', 'OSDMAP_ENC', 'SERVER_LUMINOUS', 'SERVER_NAUTILUS', 'MSG_ADDR2'] as const) {
        const features = CEPH_FEATURES_ALL & ~(CephFeature[old] & ~CephFeature.MON_STATEFUL_SUB & ~(1n << 28n))
        const bytes = encode(osdMapCodec, map, features)
        const { epoch, pools, osdWeight, pgTemp } = checkRoundTrip(osdMapCodec, bytes)
        expect([epoch, [...pools.keys()], [...osdWeight], [...pgTemp.keys()]], old).to.deep.equal([
          map.epoch,
          [...map.pools.keys()],
          [...map.osdWeight],
          [...map.pgTemp.keys()]
        ])
      }
    })
  }

  it('keeps every field of a map that is made here', () => {
    const map = decode(osdMapCodec, encode(osdMapCodec, made))
    expect(osdMapToJson(map)).to.deep.equal(osdMapToJson(made))
    expect([...map.osdXinfo].map(({ laggyProbability }) => laggyProbability)).to.deep.equal([0.25, 0.25])
    expect(map.crush).to.deep.equal(made.crush)
  })

  it('has blank OSDs where a map that is made here says only how many', () => {
    const map = decode(osdMapCodec, encode(osdMapCodec, createOsdMap({ fsid: FSID, maxOsd: 2 })))
    expect([[...map.osdState], [...map.clientAddrs], map.osdInfo.at(1)?.upFrom]).to.deep.equal([[0, 0], [[], []], 0])
    expect(createOsdMap({ fsid: FSID, osdState: [1, 1, 1] })).to.deep.include({ maxOsd: 3, osdWeight: [0, 0, 0] })
  })

  it('reads maps before sections, and writes them again', () => {
    for (const [features, structV] of [
      [CephFeature.PGID64, 6],
      [0n, 5]
    ] as const) {
      const bytes = encode(osdMapCodec, made, features)
      expect(bytes[0]).to.equal(structV)
      const map = checkRoundTrip(osdMapCodec, bytes)
      expect(map.poolNames.get(1n)).to.equal('rbd')
      expect(map.pgTemp.get('1.3')).to.deep.equal([1, 0])
      expect(map.clientAddrs.at(1)).to.deep.equal([addr(2)])
    }
  })

  it('finds an address of the blocklist by what it says', () => {
    const map = decode(osdMapCodec, encode(osdMapCodec, made))
    expect(map.blocklist.get({ type: 'any', nonce: 5, host: '10.0.0.9', port: 0 })).to.deep.equal({ sec: 9, nsec: 0 })
    expect(map.blocklist.has({ type: 'any', nonce: 6, host: '10.0.0.9', port: 0 })).to.equal(false)
  })

  it('says what the flags of the time said of the release', () => {
    const old = { ...made, flags: OSDMapFlag.REQUIRE_JEWEL }
    const map = decode(osdMapCodec, encode(osdMapCodec, old, CephFeature.PGID64 | CephFeature.OSDMAP_ENC))
    expect(map.requireOsdRelease).to.equal(10)
    const luminous = { ...made, requireOsdRelease: 14 }
    const again = decode(osdMapCodec, encode(osdMapCodec, luminous))
    expect(osdMapFlagNames(again.flags)).to.deep.equal(['sortbitwise', 'recovery_deletes', 'pglog_hardlimit'])
  })

  it('keeps what a newer release appended to each section and to the map', () => {
    const text = toHex(dumpBytes('20.2.4'))
    const bytes = fromHex(text)
    const view = new DataView(bytes.buffer)
    const clientEnd = 12 + view.getUint32(8, true)
    const extendedEnd = clientEnd + 6 + view.getUint32(clientEnd + 2, true)
    const grown = [text.slice(0, 2 * clientEnd), 'aabb', text.slice(2 * clientEnd, 2 * extendedEnd), 'cc']
    const newer = fromHex(`${grown.join('')}${text.slice(2 * extendedEnd)}dddddd`)
    const newView = new DataView(newer.buffer)
    newView.setUint32(2, newer.length - 6, true)
    newView.setUint32(8, clientEnd - 12 + 2, true)
    newView.setUint32(clientEnd + 2 + 2, extendedEnd - clientEnd - 6 + 1, true)
    for (const versionAt of [0, 6]) newer[versionAt] = 50
    const map = decodeOsdMap(newer, { verifyCrc: false })
    expect(
      [map.encoding?.clientTail, map.encoding?.osdTail, map.encoding?.tail].map(tail => tail?.length)
    ).to.deep.equal([2, 1, 3])
    const again = encode(osdMapCodec, map)
    expect(decode(osdMapCodec, again).crc).to.not.equal(map.crc)
    expect(toHex(again).length).to.equal(toHex(newer).length)
    const crcAt = extendedEnd + 3
    again.set(newer.subarray(crcAt, crcAt + 4), crcAt)
    expect(toHex(again)).to.equal(toHex(newer))
  })

  it('decodes a pool when it is asked for, and says then what is wrong with it', () => {
    const bytes = encode(osdMapCodec, made)
    const poolAt = toHex(bytes).indexOf('0100000000000000' + '20') / 2 + 8
    bytes[poolAt + 6 + 4 + 4 * 4 + 4 + 8 + 4] = 0xff
    const map = decodeOsdMap(bytes, { verifyCrc: false })
    expect(map.epoch).to.equal(9)
    expect(() => map.pools.get(1n)).to.throw(CodecError)
  })
})

describe('osdmaps of a hostile monitor', () => {
  it('that say older decoders may not read them are refused as such', () => {
    expect(reading(1, '09')).to.throw(IncompatibleVersionError)
    expect(reading(7, '0b')).to.throw(IncompatibleVersionError)
  })

  it('with lengths and counts beyond their bytes are refused before anything is made for them', () => {
    for (const hex of ['ffffffff', 'ffffff7f', '00000080']) {
      expect(reading(2, hex), 'length').to.throw(TruncatedError)
      expect(reading(8, hex), 'length of the section').to.throw(TruncatedError)
      expect(reading(48, hex), 'pools').to.throw(TruncatedError)
    }
  })

  it('with other numbers of OSDs than their vectors have are refused', () => {
    for (const maxOsd of [-1, 1, 3, 0x7fffffff]) {
      const bytes = encode(osdMapCodec, { ...made, maxOsd })
      expect(() => decode(osdMapCodec, bytes), String(maxOsd)).to.throw(CodecError, `for ${maxOsd} OSDs`)
    }
  })

  it('with pools or placement groups out of order are refused', () => {
    const two = { ...made, pgTemp: new Map([...made.pgTemp, ['1.4', [0]] as const]) }
    const text = toHex(encode(osdMapCodec, two))
    const broken = text.replace('01000000000000000400000', '01000000000000000200000')
    expect(() => decodeOsdMap(fromHex(broken), { verifyCrc: false })).to.throw(CodecError, 'out of order')
  })

  it('with lists of more OSDs than a placement group has are read', () => {
    const osds = Array.from({ length: 33 }, (_, i) => i)
    const map = decode(osdMapCodec, encode(osdMapCodec, { ...made, pgTemp: new Map([['1.0', osds]]) }))
    expect(map.pgTemp.get('1.0')).to.have.lengthOf(33)
  })

  it('with names that mean something elsewhere keep them as they are', () => {
    const profile = new Map([['__proto__', 'x']])
    const map = { ...made, erasureCodeProfiles: new Map([['__proto__', profile]]) }
    const json = osdMapToJson(decode(osdMapCodec, encode(osdMapCodec, map)))
    expect(Object.keys(json.erasure_code_profiles)).to.deep.equal(['__proto__'])
    expect(({} as { x?: unknown }).x).to.equal(undefined)
  })
})

describe('osdInfoCodec and osdXinfoCodec', () => {
  it('keep every field', () => {
    expect(decode(osdInfoCodec, encode(osdInfoCodec, info))).to.deep.equal(info)
    expect(decode(osdXinfoCodec, encode(osdXinfoCodec, xinfo))).to.deep.include(xinfo)
  })

  it('write an old osd_xinfo_t for a peer before Octopus', () => {
    expect(encode(osdXinfoCodec, xinfo, 0n)[0]).to.equal(3)
    const bytes = encode(osdXinfoCodec, { ...xinfo, laggyProbability: 1 })
    expect(decode(osdXinfoCodec, bytes).laggyProbability).to.be.closeTo(1, 1e-9)
  })

  it('refuse an osd_info_t of another version', () => {
    expect(() => decode(osdInfoCodec, fromHex(`02${'00'.repeat(24)}`))).to.throw(CodecError, 'version 2')
  })
})

describe('osdStateNames()', () => {
  it('names the bits of a state', () => {
    expect(osdStateNames(OsdState.EXISTS | OsdState.UP | OsdState.STOP)).to.deep.equal(['exists', 'up', 'stop'])
  })
})

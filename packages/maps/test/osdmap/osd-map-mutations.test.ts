import { CodecError, crc32c, encode, TruncatedError } from '@cephwire/codec'
import { createRandom } from '@cephwire/codec/testing'
import {
  applyIncremental,
  createOsdMapIncremental,
  decodeOsdMap,
  decodeOsdMapIncremental,
  diffOsdMaps,
  MapError,
  osdInfoCodec,
  osdMapCodec,
  osdMapIncrementalCodec,
  osdMapToJson,
  osdXinfoCodec,
  pgIdCodec
} from '@cephwire/maps'
import { expect } from 'chai'
import { itWithstands } from '../support/hostile.js'
import { chainAt, dumpBytes, readChain } from './support.js'
import type { Codec } from '@cephwire/codec'
import type { OSDMap, OSDMapIncremental } from '@cephwire/maps'

/** As a hostile monitor would write them: with a checksum that is right. */
const mapCodec: Codec<OSDMap> = { ...osdMapCodec, decode: r => decodeOsdMap(r.rest(), { verifyCrc: false }) }
const incCodec: Codec<OSDMapIncremental> = {
  ...osdMapIncrementalCodec,
  decode: r => decodeOsdMapIncremental(r.rest(), { verifyCrc: false })
}

const map = decodeOsdMap(dumpBytes('18.2.7'))
const small = chainAt('18.2.7', 9).map
const { incs } = readChain('20.2.4')

describe('osdmaps with an error in them', () => {
  itWithstands('an osdmap', mapCodec, [encode(osdMapCodec, small), encode(osdMapCodec, small, 0n)], osdMapToJson)
  itWithstands('a larger osdmap', mapCodec, [dumpBytes('16.2.15')], other => diffOsdMaps(map, other))
  itWithstands('an increment', incCodec, [
    incs[4]!,
    incs[35]!,
    encode(osdMapIncrementalCodec, chainAt('18.2.7', 5).inc, 0n)
  ])
  itWithstands('an osd_info_t', osdInfoCodec, [encode(osdInfoCodec, map.osdInfo.at(0)!)])
  itWithstands('an osd_xinfo_t', osdXinfoCodec, [encode(osdXinfoCodec, map.osdXinfo.at(0)!)])
  itWithstands('a pg_t', pgIdCodec, [encode(pgIdCodec, { pool: 1n, seed: 2 })])

  it('throws nothing but CodecError and MapError where an increment with an error is applied', () => {
    const random = createRandom(0x0500)
    const { map, inc } = chainAt('18.2.7', 36)
    const original = encode(osdMapIncrementalCodec, inc)
    let changed = 0
    for (let round = 0; round < 300; round++) {
      const bytes = original.slice()
      for (let i = 0; i <= round % 3; i++) bytes[random.below(bytes.length)] = random.below(256)
      try {
        const broken = decodeOsdMapIncremental(bytes, { verifyCrc: false })
        encode(osdMapCodec, applyIncremental(map, { ...broken, fsid: map.fsid, epoch: 37 }, { verifyCrc: false }))
        changed++
      } catch (error) {
        if (!(error instanceof MapError)) expect(error, `round ${round}`).to.be.instanceOf(CodecError)
      }
    }
    expect(changed).to.be.greaterThan(50)
  })
})

/** Where the counts are in the first map of a cluster of Pacific. */
const counts = {
  pools: 48,
  pool_name: 52,
  osd_state: 68,
  osd_weight: 72,
  client_addrs: 76,
  pg_temp: 80,
  primary_temp: 84,
  osd_primary_affinity: 88,
  crush: 92
}
const MAX_OSD_AT = 64
const CRC_BYTES = 4

/** A map with a number in another place and the checksum that goes with it. */
function sealed(at: number, value: number): Uint8Array {
  const bytes = readChain('16.2.15').base.slice()
  const view = new DataView(bytes.buffer)
  view.setUint32(at, value, true)
  const end = bytes.length - CRC_BYTES
  view.setUint32(end, crc32c(0xffffffff, bytes.subarray(0, end)), true)
  return bytes
}

describe('osdmaps of a hostile monitor, with a checksum that is right', () => {
  it('are those of Pacific as far as nothing is changed', () => {
    expect(sealed(MAX_OSD_AT, 0)).to.deep.equal(readChain('16.2.15').base)
  })

  for (const [what, at] of Object.entries(counts)) {
    for (const count of [0xffffffff, 0x7fffffff]) {
      it(`that declare ${count} of ${what} are refused before anything is made for them`, () => {
        expect(() => decodeOsdMap(sealed(at, count)))
          .to.throw(TruncatedError)
          .with.nested.property('path[1]', what)
      })
    }
  }

  for (const maxOsd of [1, 0x7fffffff, 0xffffffff]) {
    it(`that declare ${maxOsd | 0} OSDs and have none are refused`, () => {
      expect(() => decodeOsdMap(sealed(MAX_OSD_AT, maxOsd))).to.throw(CodecError, `for ${maxOsd | 0} OSDs`)
    })
  }

  it('are read where their CRUSH map is broken: its bytes are as they came', () => {
    const map = decodeOsdMap(sealed(counts.crush + 4, 0))
    expect(osdMapToJson(map).min_compat_client).to.equal('argonaut')
  })

  it('send increments whose counts overflow 32 bits, which are refused', () => {
    const inc = createOsdMapIncremental({ fsid: map.fsid, epoch: 1, newState: new Map([[0x0a0b0c0d, 1]]) })
    const bytes = encode(osdMapIncrementalCodec, inc)
    const at = Buffer.from(bytes).indexOf(Buffer.from('010000000d0c0b0a', 'hex'))
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, 0x20000001, true)
    expect(() => decodeOsdMapIncremental(bytes, { verifyCrc: false })).to.throw(TruncatedError)
  })
})

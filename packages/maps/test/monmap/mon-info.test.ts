import { CEPH_FEATURES_ALL, CephFeature, decode, encode } from '@cephwire/codec'
import { fromHex, toHex } from '@cephwire/codec/testing'
import { monInfoCodec } from '@cephwire/maps'
import { expect } from 'chai'
import type { MonInfo } from '@cephwire/maps'

const info: MonInfo = {
  name: 'a',
  publicAddrs: [{ type: 'legacy', nonce: 0, host: '10.0.0.1', port: 6789 }],
  priority: 1,
  weight: 2,
  crushLoc: new Map([
    ['rack', 'r'],
    ['host', 'h']
  ])
}

const ADDR = '01 0101 1c000000 01000000 00000000 10000000 0200 1a85 0a000001 0000000000000000'
const PLACE = '02000000 04000000 686f7374 01000000 68 04000000 7261636b 01000000 72'

describe('monInfoCodec', () => {
  it('writes struct_v 5, with the crush location in the order of its types', () => {
    const hex = `05 01 4f000000 01000000 61 02 01000000 ${ADDR} 0100 0200 ${PLACE}`
    expect(toHex(encode(monInfoCodec, info))).to.equal(toHex(fromHex(hex)))
  })

  it('writes struct_v 6 where it is known when the monitor joined', () => {
    const bytes = encode(monInfoCodec, { ...info, timeAdded: { sec: 1, nsec: 2 } })
    expect([bytes[0], toHex(bytes.subarray(-8))]).to.deep.equal([6, '0100000002000000'])
  })

  it('writes struct_v 2 with one address for a peer before Nautilus', () => {
    const before = CEPH_FEATURES_ALL & ~(CephFeature.SERVER_NAUTILUS & 0xffffn)
    const hex = `02 01 4a000000 01000000 61 ${ADDR} 0100 0200 ${PLACE}`
    expect(toHex(encode(monInfoCodec, info, before))).to.equal(toHex(fromHex(hex)))
  })

  it('reads struct_v 1 to 4, which have fewer fields', () => {
    const read = (hex: string): MonInfo => decode(monInfoCodec, fromHex(hex))
    const none = { name: 'a', publicAddrs: [], priority: 0, weight: 0, crushLoc: new Map() }
    expect(read('01 01 0a000000 01000000 61 02 00000000')).to.deep.include(none)
    expect(read('02 01 0c000000 01000000 61 02 00000000 0100')).to.deep.include({ ...none, priority: 1 })
    expect(read('03 01 0c000000 01000000 61 02 00000000 0100')).to.deep.include({ ...none, priority: 1 })
    expect(read('04 01 0e000000 01000000 61 02 00000000 0100 0200')).to.deep.include({ priority: 1, weight: 2 })
  })

  it('keeps what a newer release appended', () => {
    const bytes = fromHex('09 01 1d000000 01000000 61 02 00000000 0100 0200 00000000 01000000 02000000 abcdef')
    const newer = decode(monInfoCodec, bytes)
    expect(newer).to.deep.include({ encoding: { structV: 9, tail: fromHex('abcdef') } })
    expect(toHex(encode(monInfoCodec, newer))).to.equal(toHex(bytes))
  })
})

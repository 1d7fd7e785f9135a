import { expect } from 'chai'
import {
  BLANK_ADDR,
  CEPH_FEATURES_ALL,
  CephFeature,
  CodecError,
  TruncatedError,
  decode,
  encode,
  entityAddrCodec,
  formatEntityAddr,
  parseEntityAddr,
  sameEntityAddr
} from '@cephwire/codec'
import { acceptedTruncations, checkRoundTrip, toHex } from '@cephwire/codec/testing'
import { vector } from '../vectors.js'
import type { EntityAddr } from '@cephwire/codec'

const msgr2: EntityAddr = { type: 'msgr2', nonce: 0, host: '10.0.0.1', port: 3300 }
const any6: EntityAddr = { type: 'any', nonce: 7, host: 'fd00::1', port: 6789 }
const legacy: EntityAddr = { type: 'legacy', nonce: 5, host: '127.0.1.2', port: 2 }

/** A copy of the bytes with some of them set. */
function patched(bytes: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy.set(values, at)
  return copy
}

describe('entity_addr_t', () => {
  describe('versioned', () => {
    it('of IPv4 is as the layout says', () => {
      expect(checkRoundTrip(entityAddrCodec, vector('entity-addr-msgr2-ipv4'))).to.deep.equal(msgr2)
    })

    it("of IPv6 has Linux's family on the wire, whatever this host has", () => {
      expect(checkRoundTrip(entityAddrCodec, vector('entity-addr-any-ipv6'))).to.deep.equal(any6)
    })

    it('keeps flowinfo and scope_id of IPv6', () => {
      const addr: EntityAddr = { ...any6, host: 'fe80::1', flowinfo: 5, scopeId: 2 }
      expect(decode(entityAddrCodec, encode(entityAddrCodec, addr))).to.deep.equal(addr)
    })

    it('keeps every type', () => {
      for (const type of ['none', 'legacy', 'msgr2', 'any', 'cidr'] as const) {
        expect(decode(entityAddrCodec, encode(entityAddrCodec, { ...msgr2, type }))).to.deep.equal({ ...msgr2, type })
      }
    })

    it('of no address reserves 28 bytes as Ceph does, and may come without any', () => {
      const bytes = encode(entityAddrCodec, BLANK_ADDR)
      expect(bytes).to.have.length(7 + 12 + 28)
      expect(decode(entityAddrCodec, bytes)).to.deep.equal(BLANK_ADDR)
      const short = Uint8Array.from([1, 1, 1, 12, 0, 0, 0, ...new Uint8Array(12)])
      expect(decode(entityAddrCodec, short)).to.deep.equal(BLANK_ADDR)
    })

    it('writes any as legacy for a peer without NAUTILUS', () => {
      const old = CEPH_FEATURES_ALL & ~(1n << 2n)
      expect(decode(entityAddrCodec, encode(entityAddrCodec, any6, old)).type).to.equal('legacy')
      expect(decode(entityAddrCodec, encode(entityAddrCodec, any6, CephFeature.MSG_ADDR2)).type).to.equal('legacy')
      expect(decode(entityAddrCodec, encode(entityAddrCodec, any6)).type).to.equal('any')
    })

    it('skips what a newer encoder appended', () => {
      const bytes = patched(Uint8Array.from([...vector('entity-addr-msgr2-ipv4'), 0xaa]), 3, 29)
      expect(decode(entityAddrCodec, bytes)).to.deep.equal(msgr2)
    })

    it('refuses a type, a marker and a sockaddr that do not exist', () => {
      const bytes = vector('entity-addr-msgr2-ipv4')
      expect(() => decode(entityAddrCodec, patched(bytes, 0, 2))).to.throw(CodecError, 'marker 2')
      expect(() => decode(entityAddrCodec, patched(bytes, 7, 9))).to.throw(CodecError, 'unknown type')
      expect(() => decode(entityAddrCodec, patched(bytes, 15, 1))).to.throw(CodecError, 'sockaddr of 1 bytes')
      expect(() => decode(entityAddrCodec, patched(bytes, 15, 29))).to.throw(CodecError, 'sockaddr of 29 bytes')
      expect(() => decode(entityAddrCodec, patched(bytes, 15, 4))).to.throw(TruncatedError)
      const long = patched(vector('entity-addr-any-ipv6'), 19, 2)
      expect(() => decode(entityAddrCodec, long)).to.throw(CodecError, 'IPv4 sockaddr of 28 bytes')
    })

    it('has no host where the family is neither IPv4 nor IPv6', () => {
      const bytes = patched(vector('entity-addr-msgr2-ipv4'), 19, 1)
      expect(decode(entityAddrCodec, bytes)).to.deep.equal({ ...msgr2, host: '', port: 0 })
    })
  })

  describe('legacy', () => {
    it('has its family in network byte order and 128 bytes of sockaddr', () => {
      expect(checkRoundTrip(entityAddrCodec, vector('entity-addr-legacy-ipv4'), 0n)).to.deep.equal(legacy)
      expect(encode(entityAddrCodec, legacy, 0n)).to.have.length(136)
    })

    it('of IPv6 comes back', () => {
      const addr: EntityAddr = { ...any6, type: 'legacy' }
      const bytes = encode(entityAddrCodec, addr, 0n)
      expect(toHex(bytes.subarray(8, 12))).to.equal('000a' + '1a85')
      expect(decode(entityAddrCodec, bytes)).to.deep.equal(addr)
    })

    it('of no family is of type none and keeps its nonce', () => {
      const addr: EntityAddr = { ...BLANK_ADDR, nonce: 1 }
      expect(decode(entityAddrCodec, encode(entityAddrCodec, addr, 0n))).to.deep.equal(addr)
    })
  })

  for (const name of ['entity-addr-msgr2-ipv4', 'entity-addr-any-ipv6', 'entity-addr-legacy-ipv4']) {
    it(`refuses ${name} cut short at every length`, () => {
      expect(acceptedTruncations(entityAddrCodec, vector(name))).to.deep.equal([])
    })
  }

  it('has no encoding for a name of a host or a port that is none', () => {
    for (const host of ['localhost', '10.0.0', '10.0.0.256', 'fe80::1%eth0', '::g']) {
      expect(() => encode(entityAddrCodec, { ...msgr2, host }), host).to.throw(CodecError, 'Not an IP address')
    }
    for (const port of [-1, 65_536, 0.5]) {
      expect(() => encode(entityAddrCodec, { ...msgr2, port }), `${port}`).to.throw(CodecError, 'is not a port')
    }
  })

  describe('text', () => {
    const texts = [
      'v2:10.0.0.1:3300/0',
      'v1:10.0.0.1:6789/0',
      '10.0.0.1:0/12345',
      'v2:[fd00::1]:3300/0',
      'v1:[::]:0/4294967295',
      '-'
    ]
    for (const text of texts) {
      it(`${text} goes both ways`, () => {
        expect(formatEntityAddr(parseEntityAddr(text))).to.equal(text)
      })
    }

    it('of an address may leave out port and nonce, and an IPv6 address without them its brackets', () => {
      expect(parseEntityAddr('10.0.0.1')).to.deep.equal({ type: 'any', nonce: 0, host: '10.0.0.1', port: 0 })
      expect(parseEntityAddr('any:10.0.0.1/9')).to.deep.equal({ type: 'any', nonce: 9, host: '10.0.0.1', port: 0 })
      expect(parseEntityAddr('fd00::1').host).to.equal('fd00::1')
      expect(parseEntityAddr('[fd00::1]').host).to.equal('fd00::1')
    })

    it('without a prefix has the type that the caller says', () => {
      expect(parseEntityAddr('10.0.0.1:3300', 'msgr2').type).to.equal('msgr2')
      expect(parseEntityAddr('v1:10.0.0.1:3300', 'msgr2').type).to.equal('legacy')
    })

    it('of IPv6 is brought to the one form that decoding gives', () => {
      const forms = {
        'FD00:0:0::1': 'fd00::1',
        '1:0:0:2:0:0:0:3': '1:0:0:2::3',
        '1:0:2:3:4:5:6:7': '1:0:2:3:4:5:6:7',
        '::': '::',
        '::1': '::1',
        '1::': '1::',
        '::ffff:10.0.0.1': '::ffff:10.0.0.1',
        '::ffff:a00:1': '::ffff:10.0.0.1',
        '::1.2.3.4': '::1.2.3.4',
        '64:ff9b::1.2.3.4': '64:ff9b::102:304'
      }
      for (const [written, host] of Object.entries(forms)) {
        const addr = parseEntityAddr(`v2:[${written}]:1/0`)
        expect(addr.host, written).to.equal(host)
        expect(decode(entityAddrCodec, encode(entityAddrCodec, addr)), written).to.deep.equal(addr)
      }
    })

    it('of a cidr and of a family that is unknown is as Ceph prints it', () => {
      expect(formatEntityAddr({ type: 'cidr', nonce: 24, host: '10.0.0.0', port: 0 })).to.equal('cidr:10.0.0.0:0/24')
      expect(formatEntityAddr({ ...BLANK_ADDR, type: 'any' })).to.equal('(unrecognized address family 0)/0')
    })

    it('that is no address is refused', () => {
      const bad = [
        '',
        'v2:',
        'mon.example.com',
        '10.0.0.1:65536',
        '10.0.0.1:/0',
        '10.0.0.1/4294967296',
        'v3:10.0.0.1:1'
      ]
      for (const text of [...bad, '10.0.0.1:3300/0 ', '[fd00::1', 'fd00::1]:1', '1.2.3:1', '[10.0.0.1::]:1']) {
        expect(() => parseEntityAddr(text), text).to.throw(CodecError, 'Not an address')
      }
    })
  })

  it('is the same as another when type, IP, port and nonce are', () => {
    expect(sameEntityAddr(msgr2, { ...msgr2 })).to.equal(true)
    for (const other of [{ nonce: 1 }, { port: 1 }, { host: '10.0.0.2' }, { type: 'any' as const }]) {
      expect(sameEntityAddr(msgr2, { ...msgr2, ...other })).to.equal(false)
    }
  })
})

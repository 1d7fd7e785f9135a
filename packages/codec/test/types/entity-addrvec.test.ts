import { expect } from 'chai'
import {
  BLANK_ADDR,
  CodecError,
  LimitError,
  TruncatedError,
  decode,
  encode,
  entityAddrCodec,
  entityAddrvecCodec,
  formatEntityAddrvec,
  legacyAddr,
  msgr2Addr,
  parseEntityAddrvec
} from '@cephwire/codec'
import { acceptedTruncations, checkRoundTrip, fromHex } from '@cephwire/codec/testing'
import { vector } from '../vectors.js'
import type { EntityAddr } from '@cephwire/codec'

const v2: EntityAddr = { type: 'msgr2', nonce: 0, host: '10.0.0.1', port: 3300 }
const v1: EntityAddr = { type: 'legacy', nonce: 0, host: '10.0.0.1', port: 6789 }

describe('entity_addrvec_t', () => {
  it('with marker 2 is a vector', () => {
    expect(checkRoundTrip(entityAddrvecCodec, vector('entity-addrvec-mon'))).to.deep.equal([v2, v1])
    expect(acceptedTruncations(entityAddrvecCodec, vector('entity-addrvec-mon'))).to.deep.equal([])
    expect(checkRoundTrip(entityAddrvecCodec, fromHex('02 00 00 00 00'))).to.deep.equal([])
  })

  it('with marker 1 is one versioned address', () => {
    expect(decode(entityAddrvecCodec, encode(entityAddrCodec, v2))).to.deep.equal([v2])
  })

  it('with marker 0 is one legacy address, a blank one too', () => {
    expect(decode(entityAddrvecCodec, encode(entityAddrCodec, v1, 0n))).to.deep.equal([v1])
    expect(decode(entityAddrvecCodec, encode(entityAddrCodec, BLANK_ADDR, 0n))).to.deep.equal([BLANK_ADDR])
  })

  it('refuses another marker', () => {
    expect(() => decode(entityAddrvecCodec, fromHex('03 00 00 00 00'))).to.throw(CodecError, 'marker 3')
  })

  it('is the legacy address alone for a peer without MSG_ADDR2, or a blank one', () => {
    expect(encode(entityAddrvecCodec, [v2, v1], 0n)).to.deep.equal(encode(entityAddrCodec, v1, 0n))
    expect(encode(entityAddrvecCodec, [v2], 0n)).to.deep.equal(encode(entityAddrCodec, BLANK_ADDR, 0n))
  })

  it('refuses a count that its bytes cannot hold at once, and more addresses than any daemon has', () => {
    expect(() => decode(entityAddrvecCodec, Uint8Array.from([2, 255, 255, 255, 255, ...new Uint8Array(15)]))).to.throw(
      TruncatedError
    )
    expect(decode(entityAddrvecCodec, encode(entityAddrvecCodec, Array<EntityAddr>(64).fill(v2)))).to.have.length(64)
    const many = encode(entityAddrvecCodec, Array<EntityAddr>(65).fill(v2))
    expect(() => decode(entityAddrvecCodec, many)).to.throw(LimitError, '65 addresses')
  })

  it('names the address that is wrong', () => {
    const bytes = vector('entity-addrvec-mon')
    bytes[5 + 35] = 9
    expect(() => decode(entityAddrvecCodec, bytes))
      .to.throw(CodecError)
      .with.deep.property('path', ['[1]'])
  })

  it('gives the address of either protocol', () => {
    expect([msgr2Addr([v1, v2]), legacyAddr([v1, v2])]).to.deep.equal([v2, v1])
    expect([msgr2Addr([v1]), legacyAddr([])]).to.deep.equal([undefined, undefined])
  })

  describe('text', () => {
    for (const text of ['[v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0]', 'v2:10.0.0.1:3300/0', '-', '[-,-]']) {
      it(`${text} goes both ways`, () => {
        expect(formatEntityAddrvec(parseEntityAddrvec(text))).to.equal(text)
      })
    }

    it('of IPv6 is not mistaken for a vector, nor a vector for it', () => {
      expect(parseEntityAddrvec('[fd00::1]:3300').map(addr => addr.host)).to.deep.equal(['fd00::1'])
      expect(parseEntityAddrvec('[fd00::1]').map(addr => addr.host)).to.deep.equal(['fd00::1'])
      const both = '[v2:[fd00::1]:3300/0,v1:[fd00::1]:6789/0]'
      expect(formatEntityAddrvec(parseEntityAddrvec(both))).to.equal(both)
      expect(parseEntityAddrvec('[[fd00::1]:3300]')).to.have.length(1)
    })

    it('without a prefix is of msgr2', () => {
      expect(parseEntityAddrvec('10.0.0.1:3300')).to.deep.equal([v2])
      expect(parseEntityAddrvec('[10.0.0.1:3300,v1:10.0.0.1:6789]')).to.deep.equal([v2, v1])
    })

    it('that is no vector is refused', () => {
      for (const text of ['10.0.0.1,10.0.0.2', '[]', '[10.0.0.1,]', '[10.0.0.1', '[fd00::1],[fd00::2]', 'mon-a']) {
        expect(() => parseEntityAddrvec(text), text).to.throw(CodecError, 'Not an address')
      }
    })
  })
})

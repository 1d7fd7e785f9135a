import { expect } from 'chai'
import { fromHex, toHex } from '@cephwire/codec/testing'
import { GCM_NONCE_BYTES, GcmNonce, NonceExhaustedError } from '@cephwire/messenger/frames'

const take = (nonce: GcmNonce, count: number): string[] => Array.from({ length: count }, () => toHex(nonce.next()))

describe('GcmNonce', () => {
  it('has 12 bytes', () => {
    expect(GCM_NONCE_BYTES).to.equal(12)
  })

  it('begins with the secret and counts in the last eight bytes, little-endian', () => {
    expect(take(new GcmNonce(fromHex('01020304 0000000000000000')), 3)).to.deep.equal([
      '010203040000000000000000',
      '010203040100000000000000',
      '010203040200000000000000'
    ])
  })

  it('carries into the upper half of the counter', () => {
    expect(take(new GcmNonce(fromHex('aabbccdd feffffff 00000000')), 3)).to.deep.equal([
      'aabbccddfeffffff00000000',
      'aabbccddffffffff00000000',
      'aabbccdd0000000001000000'
    ])
  })

  it('wraps at the end of the counter without touching the fixed part', () => {
    expect(take(new GcmNonce(fromHex('aabbccdd ffffffffffffffff')), 2)).to.deep.equal([
      'aabbccddffffffffffffffff',
      'aabbccdd0000000000000000'
    ])
  })

  for (const initial of ['aabbccdd 0000000000000000', 'aabbccdd 0500000000000000', 'aabbccdd 00000000ff000000']) {
    it(`never comes back to ${initial}, nor goes on behind it`, () => {
      const first = fromHex(initial)
      const last = Uint8Array.from(first)
      const view = new DataView(last.buffer)
      view.setBigUint64(4, view.getBigUint64(4, true) - 1n, true)
      const nonce = new GcmNonce(first, last)
      expect(toHex(nonce.next())).to.equal(toHex(last))
      for (let i = 0; i < 3; i++) expect(() => nonce.next()).to.throw(NonceExhaustedError)
    })
  }

  it('is a copy of the secret', () => {
    const secret = new Uint8Array(12)
    const nonce = new GcmNonce(secret)
    nonce.next()
    nonce.next()
    secret.fill(9)
    expect(toHex(nonce.next())).to.equal('000000000200000000000000')
    expect(secret).to.deep.equal(new Uint8Array(12).fill(9))
  })

  it('counts two hundred thousand blocks', () => {
    const nonce = new GcmNonce(fromHex('00000000 fffffffe 00000000'))
    for (let i = 0; i < 200_000; i++) nonce.next()
    const start = new DataView(fromHex('fffffffe 00000000').buffer).getBigUint64(0, true)
    const now = nonce.next()
    expect(new DataView(now.buffer, now.byteOffset).getBigUint64(4, true)).to.equal(start + 200_000n)
  })
})

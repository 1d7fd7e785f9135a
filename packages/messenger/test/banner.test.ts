import { expect } from 'chai'
import { BannerError, FrameTooLargeError } from '@cephwire/messenger'
import { BANNER_HEAD_BYTES, checkBannerHead, decodeBannerPayload, encodeBanner } from '@cephwire/messenger/frames'
import { ascii, place } from './support/bytes.js'
import { vector } from './support/vectors.js'

describe('banner', () => {
  it('is written as the documents have it', () => {
    expect(encodeBanner({ supported: 3n, required: 0n })).to.deep.equal(vector('OK-banner'))
    expect(encodeBanner({ supported: 1n, required: 0n })).to.deep.equal(vector('OK-banner-2.1-only'))
  })

  it('is read, with what a newer one appends', () => {
    expect(decodeBannerPayload(vector('OK-banner').subarray(BANNER_HEAD_BYTES))).to.deep.equal({
      supported: 3n,
      required: 0n
    })
    expect(decodeBannerPayload(vector('BN-05').subarray(BANNER_HEAD_BYTES))).to.deep.equal({
      supported: 1n,
      required: 0n
    })
  })

  it('has a length once its head is whole', () => {
    for (let length = 0; length < BANNER_HEAD_BYTES; length++) {
      expect(checkBannerHead(vector('OK-banner').subarray(0, length), 1024, place)).to.equal(undefined)
    }
    expect(checkBannerHead(vector('OK-banner').subarray(0, 10), 1024, place)).to.equal(16)
    expect(checkBannerHead(vector('BN-05').subarray(0, 10), 1024, place)).to.equal(17)
  })

  it('is refused at its first wrong byte', () => {
    for (let at = 0; at < 8; at++) {
      const head = vector('OK-banner').slice(0, at + 1)
      head[at]! ^= 0x20
      expect(() => checkBannerHead(head, 1024, place), `byte ${at}`).to.throw(BannerError)
    }
  })

  it('is refused when it is shorter or longer than it may be', () => {
    expect(() => checkBannerHead(vector('BN-06').subarray(0, 10), 1024, place)).to.throw(BannerError, '15 bytes')
    expect(() => checkBannerHead(vector('BN-04').subarray(0, 10), 1024, place)).to.throw(FrameTooLargeError, '65535')
  })

  it('knows who else may answer', () => {
    const hint =
      (head: Uint8Array): (() => void) =>
      () =>
        void checkBannerHead(head, 1024, place)
    expect(hint(ascii('ceph v027'))).to.throw(BannerError, 'msgr1')
    expect(hint(ascii('HTTP/1.1 '))).to.throw(BannerError, 'HTTP')
    expect(hint(ascii('SSH-2.0-x'))).to.throw(BannerError, 'SSH')
    expect(hint(Uint8Array.of(0x16, 3, 1))).to.throw(BannerError, 'TLS')
    expect(hint(ascii('220 smtp'))).to.throw(BannerError, /msgr2$|msgr2 \(/)
  })
})

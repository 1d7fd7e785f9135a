import { expect } from 'chai'
import { formatSockaddr, parseEntityAddr, decode, encode, entityAddrCodec } from '@cephwire/codec'
import { createRandom } from '@cephwire/codec/testing'

describe('sockaddr', () => {
  it('is printed as IP and port, IPv6 in brackets', () => {
    expect(formatSockaddr({ host: '10.0.0.1', port: 3300 })).to.equal('10.0.0.1:3300')
    expect(formatSockaddr({ host: 'fd00::1', port: 3300 })).to.equal('[fd00::1]:3300')
    expect(formatSockaddr({ host: '', port: 0 })).to.equal('(unrecognized address family 0)')
  })

  it('of IPv6 has one text for its bytes, with the longest run of zeros left out', () => {
    const random = createRandom(6)
    for (let i = 0; i < 500; i++) {
      const words = Array.from({ length: 8 }, () => (random.below(2) === 0 ? 0 : random.below(0x10000)))
      const written = words.map(word => word.toString(16)).join(':')
      const addr = parseEntityAddr(`[${written}]:1`)
      const again = decode(entityAddrCodec, encode(entityAddrCodec, addr))
      expect(again, `seed ${random.seed}: ${written}`).to.deep.equal(addr)
      // The URL parser of Node has its own canonical form; it differs from inet_ntop only in dotted quads.
      if (!addr.host.includes('.')) expect(new URL(`http://[${written}]/`).hostname).to.equal(`[${addr.host}]`)
    }
  })
})

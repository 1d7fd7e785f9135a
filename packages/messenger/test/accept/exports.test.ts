import { expect } from 'chai'
import * as accept from '@cephwire/messenger/accept'

describe('@cephwire/messenger/accept', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(accept)).to.have.members(['accept', 'remoteAddr'])
  })
})

describe('remoteAddr()', () => {
  for (const [remoteAddress, host] of [
    ['10.0.0.9', '10.0.0.9'],
    ['::ffff:10.0.0.9', '10.0.0.9'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::1', '::1']
  ] as const) {
    it(`takes ${remoteAddress} for ${host}`, () => {
      const addr = accept.remoteAddr({ remoteAddress, remotePort: 7 }, 'msgr2')
      expect(addr).to.deep.equal({ type: 'msgr2', nonce: 0, host, port: 7 })
    })
  }

  it('has no address of a socket that is gone', () => {
    const addr = accept.remoteAddr({ remoteAddress: undefined, remotePort: undefined }, 'legacy')
    expect(addr).to.deep.equal({ type: 'legacy', nonce: 0, host: '', port: 0 })
  })
})

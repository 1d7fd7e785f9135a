import { entityAddrToJson, entityAddrvecToJson } from '@cephwire/codec'
import { expect } from 'chai'
import type { EntityAddr } from '@cephwire/codec'

const v2: EntityAddr = { type: 'msgr2', nonce: 7, host: '10.0.0.1', port: 3300 }

describe('addresses in JSON', () => {
  for (const [type, printed] of [
    ['none', 'none'],
    ['legacy', 'v1'],
    ['msgr2', 'v2'],
    ['any', 'any'],
    ['cidr', 'cidr']
  ] as const) {
    it(`call ${type} what ceph calls it: ${printed}`, () => {
      expect(entityAddrToJson({ ...v2, type }).type).to.equal(printed)
    })
  }

  it('have host and port in one, and brackets around a host of IPv6', () => {
    expect(entityAddrToJson(v2)).to.deep.equal({ type: 'v2', addr: '10.0.0.1:3300', nonce: 7 })
    expect(entityAddrToJson({ ...v2, host: 'fd00::1' }).addr).to.equal('[fd00::1]:3300')
  })

  it('stand in an addrvec in their order', () => {
    const v1: EntityAddr = { ...v2, type: 'legacy', port: 6789 }
    expect(entityAddrvecToJson([v2, v1])).to.deep.equal({ addrvec: [entityAddrToJson(v2), entityAddrToJson(v1)] })
    expect(entityAddrvecToJson([])).to.deep.equal({ addrvec: [] })
  })
})

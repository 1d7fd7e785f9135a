import { expect } from 'chai'
import { toHex } from '@cephwire/codec/testing'
import { AuthError, AuthMethodRejectedError, ServiceId, authNoneService, parseAuthEntity } from '@cephwire/auth'

const init = { entity: parseAuthEntity('client.admin'), globalId: 7n, service: ServiceId.Osd }
const nothing = new Uint8Array(0)

describe('authNoneService()', () => {
  it('says who it is', () => {
    const none = authNoneService(init)
    expect(none.method).to.equal(1)
    expect(toHex(none.start())).to.equal('01080000000500000061646d696e0700000000000000')
  })

  it('has no secrets, no secure mode and nothing to add', () => {
    const none = authNoneService(init)
    expect(none.done(nothing, { globalId: 7n, conMode: 1 })).to.deep.equal({})
    expect(() => none.done(nothing, { globalId: 7n, conMode: 2 })).to.throw(AuthError)
    expect(() => none.more(nothing)).to.throw(AuthError)
  })

  it('tells who has refused', () => {
    const error = authNoneService(init).refused!({ method: 1, result: -95, allowedMethods: [2], allowedModes: [1] })
    expect(error).to.be.instanceOf(AuthMethodRejectedError)
    expect(error.message).to.equal('osd refused authentication method 1 with EOPNOTSUPP')
  })
})

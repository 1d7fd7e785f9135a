import { expect } from 'chai'
import { toHex } from '@cephwire/codec/testing'
import { AuthError, AuthMethodRejectedError, authNone, encodeAuthHello, parseAuthEntity } from '@cephwire/auth'

const entity = parseAuthEntity('client.admin')
const nothing = new Uint8Array(0)

describe('authNone()', () => {
  it('says who it is', () => {
    const none = authNone({ entity })
    expect(none.method).to.equal(1)
    expect(toHex(none.start())).to.equal('0a080000000500000061646d696e0000000000000000')
    expect(toHex(authNone({ entity, globalId: 7n }).start()).slice(-16)).to.equal('0700000000000000')
  })

  it('has no secrets, and no secure mode', () => {
    const none = authNone({ entity })
    expect(none.done(nothing, { globalId: 5n, conMode: 1 })).to.deep.equal({})
    expect(() => none.done(nothing, { globalId: 5n, conMode: 2 })).to.throw(AuthError)
  })

  it('has nothing to add', () => {
    expect(() => authNone({ entity }).more(nothing)).to.throw(AuthError)
  })

  it('tells a refusal', () => {
    const error = authNone({ entity }).refused({ method: 1, result: -95, allowedMethods: [2], allowedModes: [1] })
    expect(error).to.be.instanceOf(AuthMethodRejectedError)
    expect(error.message).to.equal('Monitor refused authentication method 1 for client.admin with EOPNOTSUPP')
  })
})

describe('encodeAuthHello()', () => {
  it('lists the methods in front of entity and global_id', () => {
    const hello = encodeAuthHello({ methods: [2, 1], entity, globalId: 0x0fn })
    expect(toHex(hello)).to.equal('01020000000200000001000000080000000500000061646d696e0f00000000000000')
    expect(toHex(authNone({ entity, globalId: 0x0fn }).hello([2, 1]))).to.equal(toHex(hello))
  })
})

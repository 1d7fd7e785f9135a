import { expect } from 'chai'
import * as server from '@cephwire/auth/server'

describe('@cephwire/auth/server', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(server)).to.have.members([
      'AuthSession',
      'KeyServer',
      'createAuthServer',
      'createAuthorizerServer',
      'decodeTicket',
      'verifyAuthorizer'
    ])
  })
})

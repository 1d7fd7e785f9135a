import { expect } from 'chai'
import { createFakeClock } from '@cephwire/messenger/testing'
import { CryptoKeyType, ServiceId } from '@cephwire/auth'
import { KeyServer } from '@cephwire/auth/server'

const HOUR = 3_600_000

describe('KeyServer', () => {
  it('has tickets last 72 hours for AUTH and one for services', () => {
    const server = new KeyServer()
    expect(server.currentSecret(ServiceId.Auth)?.ttl).to.equal(72 * HOUR)
    expect(server.currentSecret(ServiceId.Osd)?.ttl).to.equal(HOUR)
  })

  it('keeps three secrets, so that a ticket can be read for as long as it lasts', async () => {
    const clock = createFakeClock(1_000_000)
    const server = new KeyServer({ clock })
    const { secretId, key } = server.currentSecret(ServiceId.Osd)!
    expect(server.serviceSecret(ServiceId.Osd, secretId)).to.equal(key)
    await clock.advance(2 * HOUR - 1)
    expect(server.currentSecret(ServiceId.Osd)?.secretId).to.equal(secretId)
    await clock.advance(1)
    expect(server.currentSecret(ServiceId.Osd)?.secretId).to.equal(secretId + 1n)
    expect(server.serviceSecret(ServiceId.Osd, secretId)).to.equal(key)
    await clock.advance(HOUR)
    expect(server.serviceSecret(ServiceId.Osd, secretId)).to.equal(undefined)
  })

  it('catches up after any time', async () => {
    const clock = createFakeClock(1_000_000)
    const server = new KeyServer({ clock })
    const { secretId } = server.currentSecret(ServiceId.Osd)!
    await clock.advance(1000 * HOUR)
    const later = server.currentSecret(ServiceId.Osd)!
    expect(later.secretId > secretId).to.equal(true)
    expect(server.serviceSecret(ServiceId.Osd, later.secretId)).to.equal(later.key)
  })

  it('has no secret of one service for another, and none for who takes no tickets', () => {
    const server = new KeyServer({ services: [ServiceId.Auth, ServiceId.Osd] })
    const { secretId } = server.currentSecret(ServiceId.Osd)!
    expect(server.serviceSecret(ServiceId.Auth, secretId)).to.equal(undefined)
    expect(server.currentSecret(ServiceId.Mgr)).to.equal(undefined)
    expect(server.serviceSecret(8, secretId)).to.equal(undefined)
    server.wipe(ServiceId.Mgr)
    expect(server.currentSecret(ServiceId.Mgr)).to.equal(undefined)
  })

  it('makes secrets of the type that it was given', () => {
    const server = new KeyServer({ keyType: CryptoKeyType.Aes256k })
    expect(server.currentSecret(ServiceId.Osd)?.key.type).to.equal(CryptoKeyType.Aes256k)
  })
})

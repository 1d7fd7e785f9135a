import { expect } from 'chai'
import { CryptoKey, CryptoKeyType, ServiceId, Ticket, TicketStore } from '@cephwire/auth'

const HOUR = 3_600_000
const sessionKey = CryptoKey.generate(CryptoKeyType.Aes)

function ticket(service: ServiceId, seconds = 3600, now = 0): Ticket {
  return new Ticket({
    service,
    sessionKey,
    blob: { secretId: 1n, blob: Uint8Array.of(1) },
    validity: { sec: seconds, nsec: 0 },
    now
  })
}

describe('Ticket', () => {
  it('is due at three quarters of its validity', () => {
    const { renewAfter, expires } = ticket(ServiceId.Osd, 3600, 500)
    expect({ renewAfter, expires }).to.deep.equal({ renewAfter: 2_700_500, expires: 3_600_500 })
  })

  it('keeps a copy of its blob', () => {
    const blob = Uint8Array.of(1, 2, 3)
    const kept = new Ticket({
      service: ServiceId.Osd,
      sessionKey,
      blob: { secretId: 1n, blob },
      validity: { sec: 1, nsec: 0 },
      now: 0
    })
    blob.fill(0)
    expect([...kept.blob.blob]).to.deep.equal([1, 2, 3])
  })
})

describe('TicketStore', () => {
  it('has nothing at first', () => {
    const store = new TicketStore()
    expect(store.globalId).to.equal(0n)
    expect(store.reclaim(0)).to.equal(undefined)
    expect(store.nextRenewal(0)).to.equal(undefined)
    expect(store.needsRenewal(0)).to.deep.equal([])
    expect(store.needsRenewal(0, [ServiceId.Auth])).to.deep.equal([ServiceId.Auth])
  })

  it('knows which tickets are due and when the next one is', () => {
    const store = new TicketStore()
    store.authenticated(5n, [ticket(ServiceId.Auth, 72 * 3600), ticket(ServiceId.Osd)])
    expect(store.needsRenewal(0)).to.deep.equal([])
    expect(store.nextRenewal(0)).to.equal(0.75 * HOUR)
    expect(store.needsRenewal(0.75 * HOUR)).to.deep.equal([ServiceId.Osd])
    expect(store.nextRenewal(HOUR)).to.equal(1000)
    store.add([ticket(ServiceId.Osd, 400 * 3600, HOUR)])
    expect(store.nextRenewal(HOUR)).to.equal(24 * HOUR)
    expect(store.needsRenewal(54 * HOUR)).to.deep.equal([ServiceId.Auth])
  })

  it('hands out no ticket that has run out', () => {
    const store = new TicketStore()
    store.authenticated(5n, [ticket(ServiceId.Auth)])
    expect(store.valid(ServiceId.Auth, HOUR - 1)).to.equal(store.get(ServiceId.Auth))
    expect(store.valid(ServiceId.Auth, HOUR)).to.equal(undefined)
    expect(store.reclaim(HOUR - 1)!.globalId).to.equal(5n)
    expect(store.reclaim(HOUR)).to.equal(undefined)
  })

  it('copies independently with clone()', () => {
    const store = new TicketStore()
    store.authenticated(5n, [ticket(ServiceId.Auth)])
    const copy = store.clone()
    store.clear()
    expect(copy.globalId).to.equal(5n)
    expect(copy.services()).to.deep.equal([ServiceId.Auth])
    expect(store.services()).to.deep.equal([])
  })
})

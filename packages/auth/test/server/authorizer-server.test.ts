import { expect } from 'chai'
import { everyTruncation, toHex } from '@cephwire/codec/testing'
import { AuthMethod, CryptoKey, ServiceId, TicketStore, buildAuthorizer, cephxService } from '@cephwire/auth'
import { createAuthorizerServer } from '@cephwire/auth/server'
import type { ClientAuthenticator } from '@cephwire/messenger'
import type { AuthStep } from '@cephwire/messenger/accept'
import type { AuthorizerSession } from '@cephwire/auth/server'
import { CRC, SECURE, admin, authenticated, client, createMon, keyTypes } from './support/pair.js'

type More = AuthStep & { readonly kind: 'more' }
type Done = AuthStep & { readonly kind: 'done' }

for (const keyType of keyTypes) {
  describe(`createAuthorizerServer(), key type ${CryptoKey.generate(keyType).typeName}`, () => {
    const setUp = () => {
      const mon = createMon(keyType)
      const tickets = new TicketStore()
      const { globalId } = authenticated(mon, client(mon, tickets))
      const daemon = (service: ServiceId = ServiceId.Mgr): AuthorizerSession =>
        createAuthorizerServer({ service, secrets: mon.keyServer })
      const begin = (session: AuthorizerSession, payload: Uint8Array, preferredModes: readonly number[] = [SECURE]) =>
        session.begin({ method: AuthMethod.Cephx, preferredModes, payload, peerType: 8 })
      const peer = (): ClientAuthenticator => cephxService({ tickets, service: ServiceId.Mgr, clock: mon.clock })
      return { mon, tickets, globalId, daemon, begin, peer }
    }

    for (const conMode of [CRC, SECURE]) {
      it(`lets a client in that answers its challenge, in mode ${conMode}`, () => {
        const { daemon, begin, peer, globalId } = setUp()
        const session = daemon()
        const other = peer()
        const challenge = begin(session, other.start(), [conMode]) as More
        const done = session.more(other.more(challenge.payload)) as Done
        expect(done).to.include({ kind: 'done', globalId, conMode })
        const secrets = other.done(done.payload, done)
        expect(toHex(secrets.sessionKey!)).to.equal(toHex(done.secrets.sessionKey!))
        expect(secrets.connectionSecret?.length).to.equal(conMode === SECURE ? 64 : undefined)
        expect(done.secrets.connectionSecret?.length).to.equal(conMode === SECURE ? 64 : undefined)
        expect(session.ticket).to.deep.include({ name: admin, globalId })
        expect(Buffer.from(session.ticket!.caps.caps).toString()).to.include('allow *')
      })
    }

    const refused = (step: AuthStep): number => (step.kind === 'bad_method' ? step.result : 0)

    it('refuses an authorizer without an answer, a replayed answer, and an answer to another challenge', () => {
      const { daemon, begin, peer } = setUp()
      const other = peer()
      const session = daemon()
      const first = other.start()
      const challenge = begin(session, first) as More
      expect(refused(session.more(first))).to.equal(-13)
      expect(refused(session.more(other.more(challenge.payload)))).to.equal(-13)
      const another = daemon()
      begin(another, peer().start())
      expect(refused(another.more(other.more(challenge.payload)))).to.equal(-13)
    })

    it('refuses a ticket for another service, of a wiped secret, or changed', () => {
      const { daemon, begin, peer, mon, tickets, globalId } = setUp()
      expect(refused(begin(daemon(ServiceId.Osd), peer().start()))).to.equal(-13)
      const lie = buildAuthorizer(tickets.get(ServiceId.Mgr)!, globalId + 1n).payload
      expect(refused(begin(daemon(), lie))).to.equal(-13)
      const changed = Uint8Array.from(peer().start())
      changed[40]! ^= 1
      expect(refused(begin(daemon(), changed))).to.equal(-13)
      mon.keyServer.wipe(ServiceId.Mgr)
      expect(refused(begin(daemon(), peer().start()))).to.equal(-13)
    })

    it('refuses every truncation, other methods and other modes', () => {
      const { daemon, begin, peer } = setUp()
      for (const cut of everyTruncation(peer().start())) expect(refused(begin(daemon(), cut))).to.equal(-13)
      expect(refused(begin(daemon(), peer().start(), [99]))).to.equal(-95)
      const none = { method: AuthMethod.None, preferredModes: [CRC], payload: peer().start(), peerType: 8 }
      expect(refused(daemon().begin(none))).to.equal(-95)
    })
  })
}

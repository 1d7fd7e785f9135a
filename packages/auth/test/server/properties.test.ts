import { expect } from 'chai'
import fc from 'fast-check'
import { AuthMethod } from '@cephwire/auth'
import { SECURE, authenticated, begun, client, createMon, keyTypes } from './support/pair.js'

const SEED = 20260601

/** Bytes with some of them changed, cut or lengthened. */
const mutated = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(
      fc.array(fc.tuple(fc.nat(Math.max(0, bytes.length - 1)), fc.nat(255)), { maxLength: 4 }),
      fc.nat(bytes.length),
      fc.uint8Array({ maxLength: 8 })
    )
    .map(([changes, length, tail]) => {
      const copy = Uint8Array.from(bytes)
      for (const [at, byte] of changes) copy[at] = byte
      return Uint8Array.from([...(length % 3 === 0 ? copy.subarray(0, length) : copy), ...tail])
    })

for (const keyType of keyTypes) {
  const mon = createMon(keyType)

  describe(`whatever comes, a server with keys of type ${keyType}`, () => {
    it('answers what begins, and throws nothing', () => {
      const begin = client(mon).start()
      fc.assert(
        fc.property(fc.oneof(mutated(begin), fc.uint8Array({ maxLength: 64 })), payload => {
          const request = { method: AuthMethod.Cephx, preferredModes: [SECURE], payload, peerType: 8 }
          expect(mon.server.session().begin(request).kind).to.be.oneOf(['more', 'bad_method'])
        }),
        { seed: SEED }
      )
    })

    it('answers what follows, and throws nothing', () => {
      const authenticator = client(mon)
      const { session, step } = begun(mon, authenticator)
      const answer = step.kind === 'more' ? authenticator.more(step.payload) : expect.fail('No challenge')
      fc.assert(
        fc.property(fc.oneof(mutated(answer), fc.uint8Array({ maxLength: 64 })), payload => {
          expect(session.more(payload).kind).to.be.oneOf(['done', 'bad_method'])
        }),
        { seed: SEED }
      )
    })

    it('answers messages of any session, and throws nothing', () => {
      const { session } = authenticated(mon, client(mon))
      const hello = client(mon).hello()
      fc.assert(
        fc.property(fc.oneof(mutated(hello), fc.uint8Array({ maxLength: 64 })), fc.nat(3), (payload, protocol) => {
          for (const one of [session, mon.server.session()]) {
            expect(one.message({ protocol, payload }).result).to.be.oneOf([0, -1, -13, -22, -95])
          }
        }),
        { seed: SEED }
      )
    })
  })
}

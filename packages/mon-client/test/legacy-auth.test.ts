import { AuthError, AuthMethod, AuthMethodRejectedError, authNone } from '@cephwire/auth'
import { auth, authReply, decodeFront, encodeMessage } from '@cephwire/messages'
import { expect } from 'chai'
import { authenticateLegacy } from '../src/legacy-auth.js'
import { rejection } from './support/canary.js'
import { FakeConnection } from './support/fake-connection.js'
import { received } from './support/monmaps.js'
import type { MonAuthenticator } from '@cephwire/auth'
import type { MAuth, MAuthReply } from '@cephwire/messages'
import type { Message } from '@cephwire/messenger'
import type { LegacyAuthenticated } from '../src/legacy-auth.js'

const entity = { type: 8, id: 'admin' } as const
const reply = (init: Partial<MAuthReply> = {}): Message =>
  received(
    encodeMessage(authReply, {
      protocol: AuthMethod.Cephx,
      result: 0,
      globalId: 7n,
      resultBl: new Uint8Array(0),
      resultMsg: '',
      ...init
    })
  )
const other = (type = 4): Message => received({ type, front: new Uint8Array(0) })

/** A conversation of cephx without its cryptography. */
function scripted(calls: string[]): MonAuthenticator {
  const said = (what: string, bytes: Uint8Array): string => `${what} ${[...bytes].join()}`
  return {
    ...authNone({ entity }),
    method: AuthMethod.Cephx,
    hello: () => Uint8Array.of(1),
    more: payload => (calls.push(said('more', payload)), Uint8Array.of(2)),
    done: (payload, { globalId }) => (calls.push(`${said('done', payload)} as ${globalId}`), {})
  }
}

describe('authenticateLegacy()', () => {
  let connection: FakeConnection
  let calls: string[]

  beforeEach(() => {
    connection = new FakeConnection()
    calls = []
  })

  const run = (authenticator: MonAuthenticator, ...script: Message[]): Promise<LegacyAuthenticated> => {
    connection.receive(...script)
    return authenticateLegacy(connection.asConnection, connection, authenticator, { maxEarly: 4, monmapEpoch: 7 })
  }
  const sent = (): MAuth[] => connection.sent.map(message => decodeFront(auth, received(message)))

  it('greets, proves itself and takes the tickets', async () => {
    const script = [reply({ resultBl: Uint8Array.of(8) }), reply({ resultBl: Uint8Array.of(9), globalId: 42n })]
    expect(await run(scripted(calls), ...script)).to.deep.equal({ globalId: 42n, early: [] })
    expect(calls).to.deep.equal(['more 8', 'done 9 as 42'])
    expect(sent().map(({ protocol, authPayload }) => [protocol, ...authPayload])).to.deep.equal([
      [0, 1],
      [2, 2]
    ])
  })

  it('needs one answer with the method none', async () => {
    const { globalId } = await run(authNone({ entity }), reply({ protocol: AuthMethod.None, globalId: 5n }))
    expect(globalId).to.equal(5n)
    expect(connection.sent).to.have.lengthOf(1)
  })

  it('keeps what comes in between, in order', async () => {
    const between = [other(4), other(62)]
    const { early } = await run(scripted(calls), between[0]!, reply(), between[1]!, reply())
    expect(early).to.deep.equal(between)
  })

  it('does not keep more than a little', async () => {
    const error = await rejection(run(scripted(calls), ...Array.from({ length: 6 }, () => other())))
    expect(error).to.be.instanceOf(AuthError)
  })

  for (const result of [-1, -13, -95, -110]) {
    it(`takes result ${result} for a refusal, first or second`, async () => {
      for (const script of [[reply({ result })], [reply(), reply({ result })]]) {
        connection = new FakeConnection()
        const error = await rejection(run(scripted(calls), ...script))
        expect(error).to.be.instanceOf(AuthMethodRejectedError)
        expect(error).to.include({ result })
      }
    })
  }

  for (const result of [1, 0x7fffffff]) {
    it(`does not take result ${result} for success`, async () => {
      expect(await rejection(run(scripted(calls), reply({ result })))).to.be.instanceOf(AuthError)
    })
  }

  for (const protocol of [0, 1, 4, 0xffffffff]) {
    it(`refuses the method ${protocol} that was not asked for`, async () => {
      const error = await rejection(run(scripted(calls), reply({ protocol })))
      expect(error).to.be.instanceOf(AuthError)
      expect(error.message).to.include(String(protocol))
      expect(calls).to.deep.equal([])
    })
  }

  it('refuses an answer that is cut short, at each byte', async () => {
    const { front, ...rest } = encodeMessage(authReply, {
      protocol: 2,
      result: 0,
      globalId: 1n,
      resultBl: new Uint8Array(3),
      resultMsg: ''
    })
    for (let length = 0; length < front.length; length++) {
      connection = new FakeConnection()
      const cut = received({ ...rest, front: front.subarray(0, length) })
      expect(await rejection(run(scripted(calls), cut)), `${length} bytes`).to.be.instanceOf(AuthError)
    }
  })

  it('ends with the connection', async () => {
    const closed = rejection(run(scripted(calls)))
    connection.destroy()
    expect(await closed).to.be.instanceOf(AuthError)
    connection = new FakeConnection()
    const cause = new Error('reset')
    const reset = rejection(run(scripted(calls), reply()))
    await new Promise(resolve => setImmediate(resolve))
    connection.destroy(cause)
    expect(await reset).to.equal(cause)
  })
})

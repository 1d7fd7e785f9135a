import { AuthMethod, AuthMethodRejectedError, authNone } from '@cephwire/auth'
import { encodeMessage, auth, authReply } from '@cephwire/messages'
import { systemClock } from '@cephwire/messenger'
import { expect } from 'chai'
import { destroyedBy, openOwnConnection } from '../../src/requests/own-connection.js'
import { rejection } from '../support/canary.js'
import { FakeConnection } from '../support/fake-connection.js'
import { received } from '../support/monmaps.js'
import { target } from '../support/targets.js'
import type { Message } from '@cephwire/messenger'
import type { MonSessionInit } from '../../src/mon-session.js'
import type { ConnectToMonitor, OwnConnection } from '../../src/requests/own-connection.js'

const entity = { type: 8, id: 'admin' } as const

class LegacyConnection extends FakeConnection {
  override readonly protocol = 'msgr1'
}

const init: MonSessionInit = {
  credentials: { entity, key: undefined, methods: ['cephx', 'none'] },
  msMode: 'prefer-crc',
  keepalive: { interval: 10_000, timeout: 30_000 },
  clock: systemClock,
  dial: undefined,
  fsid: undefined
}

const refusal = (result: number): AuthMethodRejectedError =>
  new AuthMethodRejectedError({
    method: AuthMethod.Cephx,
    result,
    allowedMethods: [],
    allowedModes: [],
    reclaim: false
  })

/** A monitor behind whose connections no network is. */
function monitor(connection: FakeConnection, refuse: (method: string) => Error | undefined = () => undefined) {
  const methods: string[] = []
  const connect: ConnectToMonitor = method => {
    methods.push(method)
    const error = refuse(method)
    if (error !== undefined) return Promise.reject(error)
    return Promise.resolve({ connection: connection.asConnection, authenticator: authNone({ entity }) })
  }
  const open = (signal = new AbortController().signal): Promise<OwnConnection> =>
    openOwnConnection(target('a'), init, signal, connect)
  return { methods, open }
}

const accepted = (result = 0): Message =>
  received(
    encodeMessage(authReply, {
      protocol: AuthMethod.None,
      result,
      globalId: 7n,
      resultBl: new Uint8Array(0),
      resultMsg: ''
    })
  )

describe('openOwnConnection()', () => {
  it('says nothing by itself', async () => {
    const connection = new FakeConnection()
    const { methods, open } = monitor(connection)
    expect((await open()).connection).to.equal(connection)
    expect({ methods, sent: connection.sent }).to.deep.equal({ methods: ['cephx'], sent: [] })
  })

  it('authenticates with MAuth on msgr1, and drops the monmap that comes with it', async () => {
    const connection = new LegacyConnection()
    const wanted = received({ type: 98, front: new Uint8Array(0) })
    connection.receive(received({ type: 4, front: new Uint8Array(0) }), accepted(), wanted)
    const { messages } = await monitor(connection).open()
    expect(connection.sent.map(({ type }) => type)).to.deep.equal([auth.type])
    expect(await messages.next()).to.deep.equal({ value: wanted, done: false })
  })

  it('closes a connection that does not authenticate', async () => {
    const connection = new LegacyConnection()
    connection.receive(accepted(-13))
    expect(await rejection(monitor(connection).open())).to.be.instanceOf(AuthMethodRejectedError)
    expect(connection.state).to.equal('closed')
  })

  it('tries the next method where the monitor does not support the first', async () => {
    const { methods, open } = monitor(new FakeConnection(), method => (method === 'cephx' ? refusal(-95) : undefined))
    await open()
    expect(methods).to.deep.equal(['cephx', 'none'])
  })

  it('does not try another method when the key is refused, nor when there is none left', async () => {
    for (const [result, tried] of [
      [-13, ['cephx']],
      [-95, ['cephx', 'none']]
    ] as const) {
      const { methods, open } = monitor(new FakeConnection(), () => refusal(result))
      expect(await rejection(open())).to.include({ result })
      expect(methods).to.deep.equal(tried)
    }
  })
})

describe('destroyedBy()', () => {
  it('leaves the connection of what succeeds open, whatever becomes of the signal', async () => {
    const connection = new FakeConnection()
    const giveUp = new AbortController()
    expect(await destroyedBy(giveUp.signal, connection.asConnection, () => Promise.resolve(5))).to.equal(5)
    giveUp.abort()
    expect(connection.state).to.equal('ready')
  })

  it('ends the connection of what fails', async () => {
    const connection = new FakeConnection()
    const error = new Error('no')
    const run = destroyedBy(new AbortController().signal, connection.asConnection, () => Promise.reject(error))
    expect(await rejection(run)).to.equal(error)
    expect(connection.state).to.equal('closed')
  })

  it('ends with the signal, before and during', async () => {
    const reason = new Error('enough')
    for (const early of [true, false]) {
      const connection = new FakeConnection()
      const giveUp = new AbortController()
      if (early) giveUp.abort(reason)
      const run = destroyedBy(giveUp.signal, connection.asConnection, () => connection.next())
      if (!early) giveUp.abort(reason)
      expect(await rejection(run)).to.equal(reason)
      expect(connection.state).to.equal('closed')
    }
  })
})

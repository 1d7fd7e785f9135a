import { CEPH_FEATURES_ALL, CephFeature, EntityType } from '@cephwire/codec'
import {
  AuthRefusedError,
  ConnectionFaultError,
  FeatureMismatchError,
  FrameIntegrityError,
  connect
} from '@cephwire/messenger'
import { accept } from '@cephwire/messenger/accept'
import { createFakeClock, transportPair } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { monAddrV1 as osdAddr, clientAddr } from '../accept/support/scripted-client.js'
import { failure, nextMessage } from '../support/attack.js'
import { scriptedAuthenticator } from '../support/authenticators.js'
import { ascii } from '../support/bytes.js'
import type { AuthSecrets, ClientAuthenticator, ConnectInit, Connection } from '@cephwire/messenger'
import type { AcceptInit, AuthStep, ServerAuthenticator } from '@cephwire/messenger/accept'

/** Signs with one number. */
const signing = (secret: number): AuthSecrets => ({
  signMessage: block => Uint8Array.from(block, (byte, i) => (byte * 31 + i * secret) & 0xff)
})

const client = (secret: number, overrides: Partial<ClientAuthenticator> = {}): ClientAuthenticator =>
  scriptedAuthenticator({ done: () => signing(secret), ...overrides })

function server(secret: number, steps: readonly ('more' | 'done' | 'no')[], heard: string[] = []): ServerAuthenticator {
  const left = [...steps]
  const step = (said: string, payload: Uint8Array): AuthStep => {
    heard.push(`${said} ${Buffer.from(payload).toString()}`)
    const kind = left.shift()
    if (kind === 'more') return { kind, payload: ascii('challenge') }
    if (kind === 'no') return { kind: 'bad_method', result: -13, allowedMethods: [], allowedModes: [] }
    return { kind: 'done', globalId: 4242n, conMode: 1, payload: ascii('welcome'), secrets: signing(secret) }
  }
  return {
    begin: ({ method, peerType, preferredModes, payload }) =>
      step(`begin ${method} ${peerType} ${preferredModes.join()}`, payload),
    more: payload => step('more', payload)
  }
}

function meet(
  init: Partial<ConnectInit>,
  acceptInit: Partial<AcceptInit>
): { readonly connecting: Promise<Connection>; readonly accepting: Promise<Connection> } {
  const clock = createFakeClock()
  const [near, far] = transportPair({ ...clientAddr, port: 50_000 })
  const name = { type: EntityType.Osd, num: 3n }
  const accepting = accept(far, { protocol: 'msgr1', addrs: [osdAddr], name, clock, ...acceptInit })
  const dial = (): Promise<typeof near> => Promise.resolve(near)
  const connecting = connect({ addr: osdAddr, peerType: EntityType.Osd, clock, dial, ...init })
  accepting.catch(() => undefined)
  connecting.catch(() => undefined)
  return { connecting, accepting }
}

describe('an authorizer on msgr1', () => {
  it('is shown, challenged and shown again; messages are signed from then on', async () => {
    const heard: string[] = []
    const welcomed: string[] = []
    const authenticator = client(7, {
      more: payload => {
        heard.push(Buffer.from(payload).toString())
        return ascii('answer')
      },
      done: payload => {
        welcomed.push(Buffer.from(payload).toString())
        return signing(7)
      }
    })
    const { connecting, accepting } = meet({ authenticator }, { authenticator: server(7, ['more', 'done'], heard) })
    const [near, far] = await Promise.all([connecting, accepting])
    expect(heard).to.deep.equal(['begin 2 8 1 start', 'challenge', 'more answer'])
    expect(welcomed).to.deep.equal(['welcome'])
    expect({ globalId: far.globalId, name: far.peer.name }).to.deep.equal({
      globalId: 4242n,
      name: { type: EntityType.Client, num: 4242n }
    })
    for (const text of ['one', 'two']) {
      near.send({ type: 97, front: ascii(text), data: ascii('data') })
      expect((await nextMessage(far)).front).to.deep.equal(ascii(text))
      far.send({ type: 98, front: ascii(`${text}, too`) })
      expect((await nextMessage(near)).front).to.deep.equal(ascii(`${text}, too`))
    }
    await near.close()
    await far.close()
  })

  it('may do without a challenge', async () => {
    const { connecting, accepting } = meet({ authenticator: client(1) }, { authenticator: server(1, ['done']) })
    const [near, far] = await Promise.all([connecting, accepting])
    expect(near.protocol).to.equal('msgr1')
    await near.close()
    await far.close()
  })

  for (const steps of [['no'], ['more', 'no']] as const) {
    it(`is refused ${steps.length === 1 ? 'at once' : 'after the challenge'}`, async () => {
      const refused = meet({ authenticator: client(1) }, { authenticator: server(1, steps) })
      expect(await failure(refused.connecting))
        .to.be.instanceOf(AuthRefusedError)
        .and.to.include({ result: -13 })
      await failure(refused.accepting)
      const reason = new Error('the authenticator knows why')
      const told = meet({ authenticator: client(1, { refused: () => reason }) }, { authenticator: server(1, steps) })
      expect(await failure(told.connecting)).to.equal(reason)
      await failure(told.accepting)
    })
  }

  it('ends with what the authenticator throws, at a challenge or at the proof of the server', async () => {
    const reason = new Error('no proof')
    const fail = (): never => {
      throw reason
    }
    for (const overrides of [{ more: fail }, { done: fail }]) {
      const { connecting, accepting } = meet(
        { authenticator: client(1, overrides) },
        { authenticator: server(1, ['more', 'done']) }
      )
      expect(await failure(connecting)).to.equal(reason)
      await accepting.then(
        connection => connection.closed,
        () => undefined
      )
    }
  })

  it('is shown to no monitor', async () => {
    const authenticator = client(1, { start: () => expect.fail('It was asked for an authorizer') })
    const name = { type: EntityType.Mon, num: 0n }
    const { connecting, accepting } = meet({ peerType: EntityType.Mon, authenticator }, { name })
    const [near, far] = await Promise.all([connecting, accepting])
    await near.close()
    await far.close()
  })

  it('needs a peer that signs as this side does', async () => {
    const features = CEPH_FEATURES_ALL & ~CephFeature.CEPHX_V2
    const { connecting, accepting } = meet(
      { authenticator: client(1) },
      { features, authenticator: server(1, ['done']) }
    )
    const error = await failure(connecting)
    expect(error).to.be.instanceOf(FeatureMismatchError).and.to.include({ missing: CephFeature.CEPHX_V2 })
    await failure(accepting)
  })

  it('leaves messages unsigned where one side has no room for signatures', async () => {
    const features = CEPH_FEATURES_ALL & ~CephFeature.MSG_AUTH
    const { connecting, accepting } = meet(
      { authenticator: client(1) },
      { features, authenticator: server(2, ['done']) }
    )
    const [near, far] = await Promise.all([connecting, accepting])
    near.send({ type: 97, front: ascii('plain') })
    expect((await nextMessage(far)).front).to.deep.equal(ascii('plain'))
    await near.close()
    await far.close()
  })

  it('ends the connection at a message that the other has not signed', async () => {
    const { connecting, accepting } = meet({ authenticator: client(1) }, { authenticator: server(2, ['done']) })
    const [near, far] = await Promise.all([connecting, accepting])
    far.send({ type: 98, front: ascii('forged') })
    expect(await near.closed)
      .to.be.instanceOf(FrameIntegrityError)
      .and.to.include({ part: 'signature' })
    expect(await far.closed).to.be.instanceOf(ConnectionFaultError)
  })
})

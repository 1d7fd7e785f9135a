import { TicketStore } from '@cephwire/auth'
import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { defaultMonClientOptions } from '../src/options.js'
import { SessionKeeper } from '../src/session-keeper.js'
import { rejection } from './support/canary.js'
import { FakeConnection } from './support/fake-connection.js'
import { FSID, monMapMessage, monmapOf, received } from './support/monmaps.js'
import { seeded, target } from './support/targets.js'
import type { Message } from '@cephwire/messenger'
import type { FakeClock } from '@cephwire/messenger/testing'
import type { MonSession, MonSessionInit } from '../src/mon-session.js'
import type { MonTarget } from '../src/mon-target.js'
import type { OpenSession, SessionOwner } from '../src/session-keeper.js'

const settle = async (): Promise<void> => {
  for (let i = 0; i < 4; i++) await new Promise(resolve => setImmediate(resolve))
}
const never = new AbortController().signal
const ping = (): Message => received({ type: 2, front: new Uint8Array(0) })

describe('SessionKeeper', () => {
  let clock: FakeClock
  let events: string[]
  let connections: FakeConnection[]
  let opened: { readonly name: string; readonly fsid: string | undefined; readonly tickets: TicketStore }[]
  let bootstrap: (signal: AbortSignal) => Promise<readonly MonTarget[]>
  let known: readonly MonTarget[]
  let open: (target: MonTarget, signal: AbortSignal) => Promise<void>
  let onMessage: (message: Message) => void
  let suits: (name: string) => boolean
  let onPhase: (tell: (phase: string) => void) => void
  let keeper: SessionKeeper
  const tickets = new TicketStore()

  beforeEach(() => {
    clock = createFakeClock()
    events = []
    connections = []
    opened = []
    known = []
    bootstrap = () => Promise.resolve([target('a')])
    open = () => Promise.resolve()
    suits = () => true
    onPhase = () => undefined
    onMessage = message => events.push(`message ${message.type}`)
    const owner: SessionOwner = {
      bootstrapTargets: signal => bootstrap(signal),
      monmapTargets: () => known,
      monmapEpoch: () => 0,
      suits: ({ target }) => suits(target.name),
      opened: ({ target }) => events.push(`opened ${target.name}`),
      message: message => onMessage(message),
      lost: cause => events.push(`lost: ${cause.message}`),
      failed: ({ cause }) => events.push(`failed: ${(cause as Error).message}`)
    }
    const fake: OpenSession = async (target, { fsid, onPhase: tell }, tickets, signal) => {
      onPhase(tell!)
      opened.push({ name: target.name, fsid, tickets })
      await open(target, signal)
      return sessionOf(target)
    }
    const session = { keepalive: defaultMonClientOptions.keepalive, clock } as unknown as MonSessionInit
    const { hunting } = defaultMonClientOptions
    keeper = new SessionKeeper(owner, { session, hunting, random: seeded(1), open: fake })
  })

  afterEach(async () => {
    await keeper.close()
    expect(clock.sleepers).to.equal(0)
    expect(connections.filter(({ state }) => state !== 'closed')).to.deep.equal([])
  })

  function sessionOf(target: MonTarget): MonSession {
    const connection = new FakeConnection()
    connections.push(connection)
    return {
      target,
      connection: connection.asConnection,
      messages: connection,
      early: [],
      authenticator: undefined as unknown as MonSession['authenticator'],
      globalId: 1n,
      tickets,
      monmap: monmapOf({ a: 3300 }),
      monmapMessage: monMapMessage(monmapOf({ a: 3300 }))
    }
  }

  it('opens a session, hands on its messages and sends', async () => {
    expect(keeper.state).to.equal('hunting')
    expect(keeper.send({ type: 1, front: new Uint8Array(0) })).to.equal(false)
    await keeper.open(never)
    expect(keeper.state).to.equal('have_session')
    connections[0]!.receive(ping(), ping())
    await settle()
    expect(keeper.send({ type: 1, front: new Uint8Array(0) })).to.equal(true)
    expect(connections[0]!.sent).to.have.lengthOf(1)
    expect(events).to.deep.equal(['opened a', 'message 2', 'message 2'])
  })

  it('hunts at once when the session is lost, with the tickets and the fsid of the first', async () => {
    await keeper.open(never)
    connections[0]!.destroy(new Error('reset'))
    await settle()
    expect(events).to.deep.equal(['opened a', 'lost: reset', 'opened a'])
    expect(opened.map(({ fsid }) => fsid)).to.deep.equal([undefined, FSID])
    expect(opened[1]!.tickets).not.to.equal(tickets)
    expect(clock.now()).to.equal(0)
  })

  it('takes the end of a session for a loss, and gives it up when it is told so', async () => {
    await keeper.open(never)
    connections[0]!.destroy()
    await settle()
    keeper.reopen(new Error('left the monmap'))
    await settle()
    expect(events.filter(event => event.startsWith('lost'))).to.deep.equal([
      'lost: The session was closed',
      'lost: left the monmap'
    ])
  })

  it('does not reconnect at full speed to a monitor that drops every session', async () => {
    open = () => {
      setImmediate(() => connections.at(-1)!.destroy(new Error('dropped')))
      return Promise.resolve()
    }
    await keeper.open(never)
    await clock.advance(10_000)
    expect(opened.length).to.be.within(5, 9)
  })

  it('survives seven messages that make no sense, and gives the session up for the eighth', async () => {
    onMessage = () => {
      throw new Error('does not decode')
    }
    await keeper.open(never)
    for (let i = 0; i < 7; i++) connections[0]!.receive(ping())
    await settle()
    expect(keeper.session?.connection).to.equal(connections[0])
    connections[0]!.receive(ping())
    await settle()
    expect(events).to.deep.equal(['opened a', 'lost: does not decode', 'opened a'])
  })

  it('tries the monitors of the map and those of the configuration, the lost one last', async () => {
    known = [target('a'), target('b')]
    bootstrap = () => Promise.resolve([{ ...target('a'), name: 'noname-a' }, target('z')])
    await keeper.open(never)
    const first = keeper.session!.target.name
    open = (_target, signal) => rejecting(signal)
    connections.forEach(connection => connection.destroy(new Error('reset')))
    opened.length = 0
    await settle()
    expect(opened.map(({ name }) => name)).to.have.members(['a', 'b', 'z'])
    expect(opened.at(-1)!.name).to.equal(first)
  })

  it('hunts on with the map when names do not resolve any more', async () => {
    known = [target('a')]
    await keeper.open(never)
    bootstrap = () => Promise.reject(new Error('ENOTFOUND'))
    connections[0]!.destroy(new Error('reset'))
    await settle()
    expect(keeper.state).to.equal('have_session')
  })

  it('hunts on when nothing is known for a while', async () => {
    await keeper.open(never)
    bootstrap = () => Promise.reject(new Error('ENOTFOUND'))
    connections[0]!.destroy(new Error('reset'))
    await clock.advance(10_000)
    expect(keeper.state).to.equal('hunting')
    expect(keeper.attempts.at(-1)).to.have.property('addr', 'mon_host')
    bootstrap = () => Promise.resolve([target('a')])
    await clock.advance(30_000)
    expect(keeper.state).to.equal('have_session')
  })

  it('remembers the last sixteen attempts of a hunt', async () => {
    await keeper.open(never)
    open = () => Promise.reject(new Error('refused'))
    connections[0]!.destroy(new Error('reset'))
    await clock.advance(1_000_000)
    expect(keeper.attempts).to.have.lengthOf(16)
  })

  it('closes during a hunt whose attempts do not heed their signal, and discards what comes of them', async () => {
    await keeper.open(never)
    let late: (() => void) | undefined
    open = () => new Promise(resolve => (late = resolve))
    connections[0]!.destroy(new Error('reset'))
    await settle()
    await keeper.close()
    late!()
    await settle()
    expect(keeper.state).to.equal('closed')
    expect(connections).to.have.lengthOf(2)
    expect(connections[1]!.state).to.equal('closed')
  })

  it('closes while names are being resolved', async () => {
    await keeper.open(never)
    bootstrap = rejecting
    connections[0]!.destroy(new Error('reset'))
    await settle()
    await keeper.close()
    expect(keeper.state).to.equal('closed')
  })

  it('looks for another at once when the first does not suit, and not in a loop when the others do not either', async () => {
    bootstrap = () => Promise.resolve([target('a'), target('b'), target('c')])
    suits = () => false
    const opening = keeper.open(never)
    await settle()
    expect(opened.length).to.be.within(2, 6)
    expect(connections.every(({ state }) => state === 'closed')).to.equal(true)
    const before = opened.length
    await clock.advance(3000)
    expect(opened.length - before).to.be.within(1, 3)
    suits = name => name === 'b'
    bootstrap = () => Promise.resolve([target('b')])
    await clock.advance(10_000)
    expect(keeper.session!.target.name).to.equal('b')
    expect(events).to.deep.equal(['opened b'])
    await opening
  })

  it('ends a hunt whose sessions cannot be judged', async () => {
    suits = () => {
      throw new Error('a bug')
    }
    expect((await rejection(keeper.open(never))).message).to.equal('a bug')
    expect(connections.map(({ state }) => state)).to.deep.equal(['closed'])
  })

  it('tries the lost one first where the map names no other', async () => {
    bootstrap = () => Promise.resolve([{ ...target('z'), priority: 7 }])
    known = [target('a')]
    await keeper.open(never)
    opened.length = 0
    connections.at(-1)!.destroy(new Error('reset'))
    await settle()
    expect(opened.map(({ name }) => name)).to.deep.equal(['a'])
  })

  it('remembers in which phase an attempt went silent', async () => {
    await keeper.open(never)
    let attempt: ((phase: string) => void) | undefined
    open = (_target, signal) => rejecting(signal)
    onPhase = told => (attempt = told)
    connections[0]!.destroy(new Error('reset'))
    await settle()
    attempt!('AUTH_CONNECTING')
    await clock.advance(4500)
    const [{ error }] = keeper.attempts as unknown as [{ error: { message: string; phase: string } }]
    expect(error.phase).to.equal('AUTH_CONNECTING')
    expect(error.message).to.equal('No session within 4500 ms, silent in AUTH_CONNECTING')
  })

  it('closes at every turn of a loss', async () => {
    for (let turns = 0; turns < 30; turns++) {
      connections = []
      const owner = { ...ownerOfNothing, bootstrapTargets: () => Promise.resolve([target('a')]) }
      const session = { keepalive: defaultMonClientOptions.keepalive, clock } as unknown as MonSessionInit
      const { hunting } = defaultMonClientOptions
      const other = new SessionKeeper(owner, {
        session,
        hunting,
        random: seeded(turns),
        open: target => Promise.resolve(sessionOf(target))
      })
      await other.open(never)
      connections[0]!.destroy(new Error('reset'))
      for (let i = 0; i < turns; i++) await Promise.resolve()
      await Promise.all([other.close(), other.close()])
      expect(
        connections.filter(({ state }) => state === 'ready'),
        `${turns} turns`
      ).to.deep.equal([])
    }
  })

  it('ends, and says so, when its owner throws', async () => {
    const owner = { ...ownerOfNothing, bootstrapTargets: () => Promise.resolve([target('a')]) }
    const failures: unknown[] = []
    let sessions = 0
    const session = { keepalive: defaultMonClientOptions.keepalive, clock } as unknown as MonSessionInit
    const other = new SessionKeeper(
      {
        ...owner,
        opened: () => {
          if (++sessions === 2) throw new TypeError('a bug')
        },
        failed: error => failures.push(error.cause)
      },
      {
        session,
        hunting: defaultMonClientOptions.hunting,
        random: seeded(1),
        open: target => Promise.resolve(sessionOf(target))
      }
    )
    await other.open(never)
    connections.at(-1)!.destroy(new Error('reset'))
    await settle()
    expect(failures).to.have.lengthOf(1)
    expect(failures[0]).to.be.instanceOf(TypeError)
    expect(other.state).to.equal('closed')
    await other.close()
    connections.forEach(connection => connection.destroy())
  })

  it('rejects the first session with the reason of the signal', async () => {
    open = (_target, signal) => rejecting(signal)
    const controller = new AbortController()
    const opening = rejection(keeper.open(controller.signal))
    await settle()
    controller.abort(new Error('enough'))
    expect(await opening).to.have.property('message', 'enough')
  })
})

const ownerOfNothing: Omit<SessionOwner, 'bootstrapTargets'> = {
  monmapTargets: () => [],
  monmapEpoch: () => 0,
  suits: () => true,
  opened: () => undefined,
  message: () => undefined,
  lost: () => undefined,
  failed: () => undefined
}

const rejecting = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  )

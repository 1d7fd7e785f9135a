import { AuthError, AuthMethodRejectedError, ServiceId, TicketStore } from '@cephwire/auth'
import { CodecError } from '@cephwire/codec'
import { commandReply, encodeMessage, mgrCommandReply } from '@cephwire/messages'
import { FrameIntegrityError, PeerMismatchError } from '@cephwire/messenger'
import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { TellProgress } from '../../src/daemons/tell-progress.js'
import { tellDaemon } from '../../src/daemons/tell-daemon.js'
import { MonCommandError, MonOutcomeUnknownError, MonSessionError, TargetError } from '../../src/errors.js'
import { rejection } from '../support/canary.js'
import { settle } from '../support/fake-client.js'
import { FakeConnection } from '../support/fake-connection.js'
import { received } from '../support/monmaps.js'
import { deferred } from '../support/targets.js'
import type { Ticket } from '@cephwire/auth'
import type { Message } from '@cephwire/messenger'
import type { CommandReply } from '../../src/command.js'
import type { Daemon } from '../../src/daemons/daemon.js'
import type { DaemonCommand } from '../../src/daemons/tell-daemon.js'

const reply = (r: number, rs = '', output = '', codec = commandReply): Message =>
  received({ ...encodeMessage(codec, { r, rs }), tid: 1n, data: Buffer.from(output) })

type Attempt = Error | 'silence' | ((connection: FakeConnection) => void)

const answers =
  (...messages: Message[]): Attempt =>
  connection =>
    connection.receive(...messages)

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))

/** A daemon that does one thing after the other, one for each connection. */
class Script {
  readonly clock = createFakeClock()
  readonly connections: FakeConnection[] = []
  readonly opened: number[] = []
  readonly refused: (Ticket | undefined)[] = []
  readonly progress = new TellProgress()
  readonly giveUp = new AbortController()
  readonly tickets = new TicketStore()
  daemon: Daemon = { name: 'osd.0', service: ServiceId.Osd, addrs: [] }
  readonly #attempts: Attempt[]

  constructor(...attempts: Attempt[]) {
    this.#attempts = attempts
  }

  tell(command: Partial<DaemonCommand> = {}): Promise<CommandReply> {
    const owner = {
      clock: this.clock,
      credentials: (_service: ServiceId, refused: Ticket | undefined) => {
        this.refused.push(refused)
        return Promise.resolve({ globalId: 4242n, tickets: this.tickets })
      },
      connect: (_daemon: Daemon, _credentials: unknown, signal: AbortSignal) => this.#connect(signal)
    }
    const whole = {
      what: 'tell osd.0 version',
      prefix: 'version',
      locate: () => Promise.resolve(this.daemon),
      encode: () => ({ type: 97, front: new Uint8Array(0) }),
      ...command
    }
    return tellDaemon(whole, owner as never, this.progress, this.giveUp.signal)
  }

  async #connect(signal: AbortSignal): Promise<unknown> {
    await Promise.resolve()
    this.opened.push(this.clock.now())
    const attempt = this.#attempts.shift()
    if (attempt === undefined) throw new Error('Nobody expected another attempt')
    if (attempt instanceof Error) throw attempt
    if (attempt === 'silence') return aborted(signal)
    const connection = new FakeConnection()
    this.connections.push(connection)
    attempt(connection)
    return connection.asConnection
  }
}

const failed = new MonSessionError('reset')
const forbidden = new AuthMethodRejectedError({ method: 2, result: -13, service: 'osd' })

describe('tellDaemon()', () => {
  it('sends the command on a connection of its own, which it closes', async () => {
    const other = received({ type: 41, front: new Uint8Array(0) })
    const script = new Script(answers(other, reply(3, 'fine', 'output')))
    const { code, status, output } = await script.tell()
    expect({ code, status, output: Buffer.from(output).toString() }).to.deep.equal({
      code: 3,
      status: 'fine',
      output: 'output'
    })
    const [connection] = script.connections
    expect(connection!.sent.map(({ type, tid }) => ({ type, tid }))).to.deep.equal([{ type: 97, tid: 1n }])
    expect(connection!.state).to.equal('closed')
    expect(script.clock.sleepers).to.equal(0)
  })

  it('takes the answer of a manager to its own message', async () => {
    expect((await new Script(answers(reply(0, 'ok', '', mgrCommandReply as never))).tell()).status).to.equal('ok')
  })

  it('throws what the daemon refuses, with its output', async () => {
    const error = await rejection(new Script(answers(reply(-22, 'no', 'why'))).tell(), MonCommandError)
    expect(error).to.include({ errnoName: 'EINVAL', status: 'no', prefix: 'version' })
    expect(Buffer.from(error.output).toString()).to.equal('why')
  })

  it('throws what does not decode, what the maps do not have, and what another attempt would not change', async () => {
    const cut = received({ type: commandReply.type, front: new Uint8Array(3), tid: 1n })
    expect(await rejection(new Script(answers(cut)).tell())).to.be.instanceOf(CodecError)
    const error = new AuthError('no')
    expect(await rejection(new Script(error).tell())).to.equal(error)
    for (const errnoName of ['ENOENT', 'ENXIO'] as const) {
      const gone = new TargetError(errnoName, 'osd.0', 'gone')
      expect(await rejection(new Script().tell({ locate: () => Promise.reject(gone) }))).to.equal(gone)
    }
  })

  it('tries again each second, whoever is the one to tell by then', async () => {
    const moved = new PeerMismatchError('another')
    const lost = (connection: FakeConnection): void => void settle().then(() => connection.destroy(failed))
    const ended = (connection: FakeConnection): void => void settle().then(() => connection.destroy())
    const script = new Script(failed, moved, lost, ended, answers(reply(0, 'at last')))
    const located: number[] = []
    const answer = script.tell({
      locate: () => {
        located.push(script.clock.now())
        return Promise.resolve(script.daemon)
      }
    })
    for (let i = 0; i < 5; i++) {
      await settle()
      await settle()
      await script.clock.advance(1000)
    }
    expect((await answer).status).to.equal('at last')
    expect(script.opened).to.deep.equal([0, 1000, 2000, 3000, 4000])
    expect(located).to.deep.equal(script.opened)
  })

  it('asks again whoever does not lead a placement group any more, though it must not be executed twice', async () => {
    const script = new Script(answers(reply(-11, 'not primary')), answers(reply(0, 'primary')))
    const answer = script.tell({ resend: false })
    await script.clock.advance(1000)
    expect((await answer).status).to.equal('primary')
    const mds = new Script(answers(reply(-11, 'busy')))
    mds.daemon = { ...mds.daemon, service: ServiceId.Mds }
    expect(await rejection(mds.tell(), MonCommandError)).to.include({ errnoName: 'EAGAIN' })
  })

  it('does not send it twice when it must not be, once it was sent', async () => {
    const script = new Script(failed, connection => void settle().then(() => connection.destroy(failed)))
    const error = rejection(script.tell({ resend: false }), MonOutcomeUnknownError)
    await script.clock.advance(1000)
    expect(await error).to.include({ what: 'tell osd.0 version', cause: failed })
  })

  it('does not send it again when an answer has come that cannot be believed', async () => {
    const forged = new FrameIntegrityError('signature')
    const script = new Script(forged, connection => void settle().then(() => connection.destroy(forged)))
    const error = rejection(script.tell(), MonOutcomeUnknownError)
    await script.clock.advance(1000)
    expect(await error).to.include({ what: 'tell osd.0 version', cause: forged })
    expect(script.opened, 'again where nothing was sent').to.deep.equal([0, 1000])
  })

  it('tells while it waits that the daemon has closed the connection', async () => {
    const script = new Script(connection => void settle().then(() => connection.destroy()))
    const error = rejection(script.tell())
    await script.clock.advance(500)
    expect(script.progress.facts(() => undefined)).to.deep.equal({
      mayHaveExecuted: true,
      reason: 'unreachable',
      likely: 'osd.0 has given no answer that counts: osd.0 closed the connection instead of answering'
    })
    script.giveUp.abort(new Error('enough'))
    await error
  })

  it('quotes no more of what a daemon says than a message can hold, and nothing that a terminal acts on', async () => {
    const script = new Script(answers(reply(-11, `\u001b[2J${'x'.repeat(5000)}`)))
    const error = rejection(script.tell())
    await script.clock.advance(500)
    const said = script.progress.facts(() => undefined).likely!
    expect(said)
      .to.include('osd.0 says: \\u{1b}[2Jxxx')
      .and.satisfy((text: string) => text.length < 1200)
    script.giveUp.abort(new Error('enough'))
    await error
  })

  it('comes back once with another ticket, at once', async () => {
    const ticket = { service: ServiceId.Osd } as unknown as Ticket
    const script = new Script(forbidden, answers(reply(0)))
    script.tickets.add([ticket])
    await script.tell()
    expect(script.refused).to.deep.equal([undefined, ticket])
    expect(script.opened).to.deep.equal([0, 0])
    const again = new Script(forbidden, forbidden)
    again.tickets.add([ticket])
    expect(await rejection(again.tell())).to.equal(forbidden)
    expect(await rejection(new Script(forbidden).tell()), 'without tickets').to.equal(forbidden)
  })

  it('lets go of a daemon that is not the one to tell any more', async () => {
    const left = deferred<undefined>()
    const script = new Script(() => undefined, answers(reply(0, 'of the next')))
    let first = true
    const answer = script.tell({
      left: () => {
        if (!first) return new Promise(() => undefined)
        first = false
        return left.promise
      }
    })
    await script.clock.advance(0)
    expect(script.connections).to.have.lengthOf(1)
    left.resolve(undefined)
    await script.clock.advance(1000)
    expect((await answer).status).to.equal('of the next')
  })

  it('lets go of one that has left before it could be reached, and forgets those it has left itself', async () => {
    const left = deferred<undefined>()
    const signals: AbortSignal[] = []
    const script = new Script('silence', answers(reply(0, 'of the next')))
    const answer = script.tell({
      left: signal => {
        signals.push(signal)
        return signals.length === 1 ? left.promise : new Promise(() => undefined)
      }
    })
    await script.clock.advance(500)
    expect(script.connections).to.deep.equal([])
    left.resolve(undefined)
    await script.clock.advance(500)
    expect((await answer).status).to.equal('of the next')
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true, true])
  })

  it('ends with its signal: while it looks, connects, waits for the answer or for the next attempt', async () => {
    const reason = new Error('enough')
    for (const [attempt, stage] of [
      [() => undefined, 'sent'],
      [failed, 'connecting']
    ] as const) {
      const script = new Script(attempt)
      const error = rejection(script.tell())
      await script.clock.advance(500)
      expect(script.progress.stage).to.equal(stage)
      script.giveUp.abort(reason)
      expect(await error).to.equal(reason)
      expect(script.connections.every(({ state }) => state === 'closed')).to.equal(true)
      expect(script.clock.sleepers).to.equal(0)
    }
  })
})

describe('TellProgress', () => {
  const explain = () => ({ reason: 'caps', likely: 'no caps' }) as const

  it('leaves it to the monitors while nobody is found', () => {
    expect(new TellProgress().facts(explain)).to.deep.equal({ mayHaveExecuted: false, ...explain() })
  })

  it('tells why a daemon cannot be reached', () => {
    const progress = new TellProgress()
    progress.daemon = 'osd.0'
    progress.stage = 'connecting'
    expect(progress.facts(explain).likely).to.equal('osd.0 cannot be reached')
    progress.failed(new Error('ECONNREFUSED'))
    expect(progress.facts(explain)).to.deep.equal({
      mayHaveExecuted: false,
      reason: 'unreachable',
      likely: 'osd.0 cannot be reached: ECONNREFUSED'
    })
    progress.failed(new Error('\u0007'.repeat(2000)))
    expect(progress.facts(explain).likely).to.equal(`osd.0 cannot be reached: ${'\\u{7}'.repeat(1024)}…`)
  })

  it('tells of a daemon that has not answered', () => {
    const progress = new TellProgress()
    Object.assign(progress, { daemon: 'osd.0', stage: 'sent', mayHaveExecuted: true })
    expect(progress.facts(explain)).to.include({ mayHaveExecuted: true, reason: 'slow' })
  })
})

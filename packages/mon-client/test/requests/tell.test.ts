import { AuthError } from '@cephwire/auth'
import { CodecError } from '@cephwire/codec'
import { command, commandReply, decodeFront, encodeMessage } from '@cephwire/messages'
import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { MonCommandError, MonOutcomeUnknownError, MonSessionError, MonTimeoutError } from '../../src/errors.js'
import { tellMonitor } from '../../src/requests/tell.js'
import { rejection } from '../support/canary.js'
import { FakeConnection } from '../support/fake-connection.js'
import { FSID, received } from '../support/monmaps.js'
import { target } from '../support/targets.js'
import type { Message } from '@cephwire/messenger'
import type { FakeClock } from '@cephwire/messenger/testing'
import type { CommandReply } from '../../src/command.js'
import type { MonSessionInit } from '../../src/mon-session.js'
import type { OwnConnection } from '../../src/requests/own-connection.js'
import type { Tell } from '../../src/requests/tell.js'

const reply = (r: number, rs = '', output = '', tid = 1n): Message =>
  received({ ...encodeMessage(commandReply, { r, rs }), tid, data: Buffer.from(output) })

type Attempt = 'hangs' | Error | ((connection: FakeConnection) => void)

/** A monitor that does one thing after the other, one for each connection. */
class Script {
  readonly clock: FakeClock = createFakeClock()
  readonly connections: FakeConnection[] = []
  /** When connections were opened. */
  readonly opened: number[] = []
  readonly giveUp = new AbortController()
  readonly #attempts: Attempt[]

  constructor(...attempts: Attempt[]) {
    this.#attempts = attempts
  }

  tell(init: Partial<Tell> = {}): Promise<CommandReply> {
    const session = { clock: this.clock } as unknown as MonSessionInit
    const tell = { command: { prefix: 'version', json: '{"prefix":"version"}' }, input: undefined, fsid: FSID, ...init }
    return tellMonitor(target('a'), session, tell, this.giveUp.signal, (_target, _init, signal) => this.#open(signal))
  }

  async #open(signal: AbortSignal): Promise<OwnConnection> {
    this.opened.push(this.clock.now())
    const attempt = this.#attempts.shift()
    if (attempt === undefined) throw new Error('Nobody expected another attempt')
    if (attempt instanceof Error) throw attempt
    if (attempt === 'hangs') await this.clock.sleep(1e9, { signal })
    const connection = new FakeConnection()
    this.connections.push(connection)
    if (typeof attempt === 'function') attempt(connection)
    return { connection: connection.asConnection, messages: connection }
  }
}

const answers =
  (...messages: Message[]): Attempt =>
  connection =>
    connection.receive(...messages)

const failed = new MonSessionError('reset')

describe('tellMonitor()', () => {
  it('sends the command on a connection of its own, which it closes', async () => {
    const script = new Script(answers(reply(0, 'fine', '{"version":"20"}')))
    const answer = await script.tell()
    expect({ ...answer, output: answer.text(), json: answer.json(), text: '' }).to.deep.equal({
      code: 0,
      status: 'fine',
      output: '{"version":"20"}',
      json: { version: '20' },
      text: ''
    })
    const [connection] = script.connections
    expect(connection!.state).to.equal('closed')
    expect(connection!.sent).to.have.lengthOf(1)
    const sent = connection!.sent[0]!
    expect(sent).to.include({ type: command.type, tid: 1n })
    expect(sent.data).to.equal(undefined)
    expect(decodeFront(command, received(sent))).to.deep.equal({ fsid: FSID, cmd: ['{"prefix":"version"}'] })
    expect(script.clock.sleepers).to.equal(0)
  })

  it('sends input along', async () => {
    const script = new Script(answers(reply(0)))
    await script.tell({ input: Uint8Array.of(1, 2) })
    expect(script.connections[0]!.sent[0]!.data).to.deep.equal(Uint8Array.of(1, 2))
  })

  it('waits for the answer to it, whatever else comes', async () => {
    const others = [received({ type: 4, front: new Uint8Array(0) }), reply(0, 'of another', '', 2n)]
    expect((await new Script(answers(...others, reply(0, 'mine'))).tell()).status).to.equal('mine')
    expect((await new Script(answers(reply(7, 'without tid', '', 0n))).tell()).code).to.equal(7)
  })

  it('throws what the monitor refuses, and asks once', async () => {
    const script = new Script(answers(reply(-13, 'insufficient caps')))
    const error = await rejection(script.tell(), MonCommandError)
    expect(error).to.include({ errnoName: 'EACCES', status: 'insufficient caps', prefix: 'version' })
    expect(script.connections[0]!.state).to.equal('closed')
  })

  it('throws what does not decode, and asks once', async () => {
    const cut = received({ type: commandReply.type, front: new Uint8Array(3), tid: 1n })
    expect(await rejection(new Script(answers(cut)).tell())).to.be.instanceOf(CodecError)
  })

  it('does not repeat what another attempt would not change', async () => {
    const error = new AuthError('refused')
    expect(await rejection(new Script(error).tell())).to.equal(error)
  })

  it('tries twice more, one interval after the other', async () => {
    const script = new Script(failed, failed, answers(reply(0, 'third')))
    const answer = script.tell()
    await script.clock.advance(6000)
    expect((await answer).status).to.equal('third')
    expect(script.opened).to.deep.equal([0, 3000, 6000])
  })

  it('fails with what the last attempt failed with', async () => {
    const last = new MonSessionError('the last')
    const script = new Script(failed, failed, last)
    const error = rejection(script.tell())
    await script.clock.advance(6000)
    expect(await error).to.equal(last)
    expect(script.clock.sleepers).to.equal(0)
  })

  it('gives each attempt an interval to connect, and the command all the time that it needs', async () => {
    const script = new Script('hangs', () => undefined)
    const answer = script.tell({ interval: 500, retries: 1 })
    await script.clock.advance(500)
    expect(script.opened).to.deep.equal([0, 500])
    await script.clock.advance(1e6)
    script.connections[0]!.receive(reply(0, 'at last'))
    expect((await answer).status).to.equal('at last')
    const silent = new Script('hangs')
    const error = rejection(silent.tell({ retries: 0 }), MonTimeoutError)
    await silent.clock.advance(3000)
    expect((await error).message).to.equal('No answer to connect to mon.a within 3000 ms')
  })

  for (const cause of [failed, undefined]) {
    it(`sends it again when the connection is lost ${cause === undefined ? 'without an error' : 'with an error'}`, async () => {
      const script = new Script(() => undefined, answers(reply(0)))
      const answer = script.tell()
      await script.clock.advance(0)
      script.connections[0]!.destroy(cause)
      await script.clock.advance(3000)
      expect((await answer).code).to.equal(0)
      expect(script.connections.map(({ sent }) => sent.length)).to.deep.equal([1, 1])
    })
  }

  it('does not send it again when it must not be, once it was sent', async () => {
    const script = new Script(failed, () => undefined)
    const error = rejection(script.tell({ resend: false }), MonOutcomeUnknownError)
    await script.clock.advance(3000)
    script.connections[0]!.destroy(failed)
    expect(await error).to.include({ what: 'tell mon.a version', cause: failed })
  })

  it('ends with its signal: while it connects, waits for the answer or for the next attempt', async () => {
    const reason = new Error('enough')
    for (const attempt of ['hangs', () => undefined, failed] as const) {
      const script = new Script(attempt)
      const error = rejection(script.tell())
      await script.clock.advance(1000)
      script.giveUp.abort(reason)
      expect(await error).to.equal(reason)
      expect(script.connections.every(({ state }) => state === 'closed')).to.equal(true)
      expect(script.clock.sleepers).to.equal(0)
    }
  })
})

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import {
  decodeFront,
  monCommand,
  monCommandAck,
  monGetVersion,
  monGetVersionReply,
  monSubscribe,
  statfs,
  statfsReply
} from '@cephwire/messages'
import { createFakeClock } from '@cephwire/messenger/testing'
import { MonCommandError, MonTimeoutError, kernelHuntingOptions } from '@cephwire/mon-client'
import { expect } from 'chai'
import { Requests } from '../../src/requests.js'
import { rejection } from '../support/canary.js'
import { FSID, received } from '../support/monmaps.js'
import { answerCommand, answerVersion, sendOSDMap } from './support/answers.js'
import { collectGarbage } from './support/garbage.js'
import { Peers } from './support/peers.js'
import type { Message } from '@cephwire/messenger'
import type { MonClient } from '@cephwire/mon-client'
import type { Request } from '../../src/requests.js'
import type { Script } from './support/peers.js'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
/** u64 0, s16 -1, u64 0: what stands in front of messages to a monitor's service. */
const PAXOS = `${'00'.repeat(8)}ffff${'00'.repeat(8)}`
const FSID_HEX = FSID.replaceAll('-', '')

/** A request of a table that sends nowhere. */
const bare = (init: Partial<Request<string>> = {}): Request<string> => ({
  what: 'a question',
  encode: tid => ({ type: 50, tid, front: new Uint8Array(0) }),
  replyType: monCommandAck.type,
  decode: ({ tid }) => `answer ${tid}`,
  ...init
})
const answerTo = (tid: bigint): Message => received({ type: monCommandAck.type, tid, front: new Uint8Array(0) })

/** Counts how requests end while something runs: by the diagnostics channel, which is told of each end. */
async function endsOf(run: (requests: Requests) => Promise<void>): Promise<unknown[]> {
  const ends: unknown[] = []
  const note = (message: unknown): void => void ends.push((message as { error: unknown }).error)
  const owner = { send: () => true, inquire: () => undefined, explain: () => undefined }
  subscribe('ceph:mon:request:end', note)
  try {
    await run(new Requests(owner, createFakeClock(), 100))
  } finally {
    unsubscribe('ceph:mon:request:end', note)
  }
  return ends
}

describe('Row by row, requests', () => {
  let peers: Peers
  let client: MonClient

  beforeEach(async () => {
    peers = await Peers.start()
    client = await peers.connect({ hunting: kernelHuntingOptions, connectTimeout: 0 })
    await peers.settle()
  })
  afterEach(() => peers.stop())

  const run = <T>(promise: Promise<T>): Promise<T> => peers.clock.run(promise)
  const tids = (type: number): bigint[] => peers.heardOf(type).map(({ message }) => message.tid)
  const last = (type: number): Parameters<Script> => {
    const { message, connection } = peers.heardOf(type).at(-1)!
    return [message, connection]
  }

  it('21 generic_request: of 100,000 requests nothing stays in memory', async function () {
    this.timeout(60_000)
    let pending = 0
    const requests = new Requests(
      { send: () => true, inquire: () => undefined, explain: () => undefined },
      createFakeClock(),
      1000
    )
    const round = async (from: bigint): Promise<void> => {
      const answers: Promise<string>[] = []
      let { signal } = new AbortController()
      for (let i = 0n; i < 1000n; i++) {
        if (i % 10n === 0n) ({ signal } = new AbortController())
        answers.push(requests.run(bare({ timeout: 60_000, signal })))
      }
      pending = Math.max(pending, requests.size)
      for (let i = 0n; i < 1000n; i++) requests.answer(from + i, answerTo(from + i))
      await Promise.all(answers)
    }
    for (let i = 0n; i < 20n; i++) await round(1n + i * 1000n)
    await collectGarbage()
    const before = process.memoryUsage().heapUsed
    for (let i = 20n; i < 120n; i++) await round(1n + i * 1000n)
    await collectGarbage()
    expect({ pending, size: requests.size }).to.deep.equal({ pending: 1000, size: 0 })
    expect(process.memoryUsage().heapUsed - before).to.be.lessThan(1024 * 1024)
  })

  it('22 register_generic_request: tids count from 1, and none is used again with another session', async () => {
    peers.on(monCommand.type, answerCommand)
    await run(client.command('fsid'))
    await run(client.command('fsid'))
    peers.network.reset()
    await peers.settle()
    await run(client.command('fsid'))
    void client.getVersion('osdmap').catch(() => undefined)
    await peers.settle()
    expect([...tids(monCommand.type), ...tids(monGetVersion.type)]).to.deep.equal([1n, 2n, 3n, 4n])
  })

  it('23 send_generic_request: the header of the message has the tid', async () => {
    void client.command({ prefix: 'fsid' }).catch(() => undefined)
    await peers.settle()
    const [{ tid, type, version, front }] = last(monCommand.type)
    const json = '{"prefix":"fsid"}'
    expect({ tid, type, version, front: hex(front) }).to.deep.equal({
      tid: 1n,
      type: 50,
      version: 1,
      front: `${PAXOS}${FSID_HEX}01000000${json.length.toString(16)}000000${hex(Buffer.from(json))}`
    })
  })

  it('24 finish_generic_request: what comes for a request that was given up is passed over, and it is not sent again', async () => {
    const abort = new AbortController()
    const cancelled = rejection(client.command('fsid', { signal: abort.signal }))
    const other = client.command('status')
    await peers.settle()
    const [first, second] = peers.heardOf(monCommand.type)
    abort.abort(new Error('not wanted any more'))
    expect((await run(cancelled)).message).to.equal('not wanted any more')
    answerCommand(first!.message, first!.connection, { rs: 'too late' })
    await peers.settle()
    expect(client.state).to.equal('have_session')
    peers.network.reset()
    await peers.settle()
    expect(tids(monCommand.type)).to.deep.equal([1n, 2n, 2n])
    answerCommand(second!.message, peers.connection)
    await run(other)
  })

  it('25 complete_generic_request: once, whatever comes after', async () => {
    const ends = await endsOf(async requests => {
      const result = requests.run(bare())
      expect(requests.answer(1n, answerTo(1n))).to.equal(true)
      expect(requests.answer(1n, answerTo(1n))).to.equal(false)
      requests.sessionLost(new Error('reset'))
      requests.rejectAll(new Error('closed'))
      expect(await result).to.equal('answer 1')
    })
    expect(ends).to.deep.equal([undefined])
  })

  it('26 cancel_generic_request: an answer and a cancellation at the same moment have one outcome, that of the first', async () => {
    const reason = new Error('not wanted any more')
    for (const cancelledFirst of [true, false]) {
      const ends = await endsOf(async requests => {
        const abort = new AbortController()
        const result = requests.run(bare({ signal: abort.signal })).catch((error: unknown) => error)
        const steps = [(): void => abort.abort(reason), (): void => void requests.answer(1n, answerTo(1n))]
        for (const step of cancelledFirst ? steps : steps.reverse()) step()
        expect(await result).to.equal(cancelledFirst ? reason : 'answer 1')
        expect(requests.size).to.equal(0)
      })
      expect(ends).to.deep.equal([cancelledFirst ? reason : undefined])
    }
  })

  it('27 wait_generic_request: as long as it takes when no time is given; ours also until a signal or a deadline, with its reason', async () => {
    const began = peers.clock.now()
    const patient = client.command('status', { timeout: 0 })
    const late = rejection(client.command('fsid', { timeout: 1500 }), MonTimeoutError)
    expect(await run(late)).to.include({ what: 'command fsid', timeout: 1500, mayHaveExecuted: true })
    expect(peers.clock.now() - began).to.equal(1500)
    const abort = new AbortController()
    const reason = new Error('not wanted any more')
    const aborted = rejection(client.command('fsid', { timeout: 0, signal: abort.signal }))
    await peers.clock.advance(3_600_000)
    abort.abort(reason)
    expect(await run(aborted)).to.equal(reason)
    const [first] = peers.heardOf(monCommand.type)
    answerCommand(first!.message, first!.connection, { rs: 'at last' })
    expect((await run(patient)).status).to.equal('at last')
  })

  it('28 get_generic_reply: an answer with a tid that nobody has is passed over, and the right one is taken', async () => {
    const command = client.command('fsid')
    await peers.settle()
    const [message, connection] = last(monCommand.type)
    answerCommand({ tid: 77n }, connection, { rs: 'bogus', data: new Uint8Array(100_000) })
    answerVersion(message, connection, 5n)
    await peers.settle()
    answerCommand(message, connection, { rs: 'mine' })
    expect((await run(command)).status).to.equal('mine')
    expect(peers.dials).to.have.lengthOf(1)
  })

  it('29 handle_statfs_reply: of exactly 56 bytes; another is told as a message that nobody takes, and the request waits on', async () => {
    const unknown: unknown[] = []
    const note = (message: unknown): void => void unknown.push(message)
    subscribe('ceph:mon:message:unknown', note)
    const asked = client.statfs()
    await peers.settle()
    const [{ tid }, connection] = last(statfs.type)
    const numbers = [1n, 262_144n, 701n, 261_443n, 3n].map(number => {
      const bytes = Buffer.alloc(8)
      bytes.writeBigUInt64LE(number)
      return hex(bytes)
    })
    const front = Buffer.from(FSID_HEX + numbers.join(''), 'hex')
    expect(front).to.have.lengthOf(56)
    for (const length of [55, 57]) {
      connection.sendRaw({ type: statfsReply.type, tid, front: Uint8Array.from({ length }, (_, i) => front[i] ?? 0) })
    }
    await peers.settle()
    unsubscribe('ceph:mon:message:unknown', note)
    expect(unknown).to.deep.equal([
      { type: statfsReply.type, tid, bytes: 55 },
      { type: statfsReply.type, tid, bytes: 57 }
    ])
    connection.sendRaw({ type: statfsReply.type, tid, front })
    expect(await run(asked)).to.deep.equal({ kb: 262_144n, kbUsed: 701n, kbAvail: 261_443n, objects: 3n })
  })

  it('30 ceph_monc_do_statfs: 18 bytes for the service, then the fsid; ours may also name a pool, as newer ones do', async () => {
    void client.statfs().catch(() => undefined)
    void client.statfs({ pool: 3n }).catch(() => undefined)
    await peers.settle()
    const fronts = peers.heardOf(statfs.type).map(({ message }) => hex(message.front))
    expect(fronts).to.deep.equal([`${PAXOS}${FSID_HEX}00`, `${PAXOS}${FSID_HEX}010300000000000000`])
    const silent = rejection(client.statfs({ timeout: 5000 }), MonTimeoutError)
    expect(await run(silent)).to.include({ what: 'statfs', mayHaveExecuted: false })
  })

  it('31 handle_get_version_reply: found by its handle, also with the tid 0 of old monitors; with the tid of another request it is for nobody', async () => {
    const asked = [client.getVersion('osdmap'), client.getVersion('monmap'), client.getVersion('fsmap')]
    await peers.settle()
    const { connection } = peers
    const send = (tid: bigint, handle: bigint, version: bigint): void =>
      connection.send(monGetVersionReply, { handle, version, oldestVersion: 1n }, { tid })
    send(1n, 2n, 66n)
    send(9n, 1n, 66n)
    send(0n, 9n, 66n)
    send(0n, 3n, 13n)
    send(2n, 2n, 12n)
    send(0n, 1n, 11n)
    const versions = await run(Promise.all(asked))
    expect(versions.map(({ newest }) => newest)).to.deep.equal([11n, 12n, 13n])
    expect(peers.dials).to.have.lengthOf(1)
  })

  it('32 __ceph_monc_get_version: handle and name; each call waits for itself alone, and for a name that monitors do not know until its deadline', async () => {
    const asked = [client.getVersion('osdmap'), client.getVersion('mdsmap')]
    const unknown = rejection(client.getVersion('mgrmap' as 'fsmap', { timeout: 3000 }), MonTimeoutError)
    await peers.settle()
    expect(peers.heardOf(monGetVersion.type).map(({ message: { tid, front } }) => [tid, hex(front)])).to.deep.equal([
      [1n, `0100000000000000 06000000 ${hex(Buffer.from('osdmap'))}`.replaceAll(' ', '')],
      [2n, `0200000000000000 06000000 ${hex(Buffer.from('mdsmap'))}`.replaceAll(' ', '')],
      [3n, `0300000000000000 06000000 ${hex(Buffer.from('mgrmap'))}`.replaceAll(' ', '')]
    ])
    answerVersion({ tid: 2n }, peers.connection, 22n)
    expect(await run(asked[1]!)).to.deep.equal({ newest: 22n, oldest: 1n })
    answerVersion({ tid: 1n }, peers.connection, 2n ** 64n - 1n)
    expect(await run(asked[0]!)).to.deep.equal({ newest: 2n ** 64n - 1n, oldest: 1n })
    expect(await run(unknown)).to.include({ what: 'version of mgrmap', timeout: 3000 })
  })

  it('33 handle_command_ack: the code behind 18 bytes for the service; ours gives text and output as well, which the seed throws away', async () => {
    const reply = client.command('fsid')
    const refused = rejection(client.command('osd pool rm'), MonCommandError)
    await peers.settle()
    const data = Uint8Array.of(0, 1, 254, 255)
    const ack = (r: string, rs: string): Uint8Array =>
      Buffer.from(`${PAXOS}${r}0${rs.length}000000${hex(Buffer.from(rs))}00000000`, 'hex')
    peers.connection.sendRaw({ type: 51, version: 1, tid: 1n, front: ack('05000000', 'outs'), data })
    peers.connection.sendRaw({ type: 51, version: 1, tid: 2n, front: ack('ffffffff', 'no'), data })
    const { code, status, output } = await run(reply)
    expect({ code, status, output: hex(output) }).to.deep.equal({ code: 5, status: 'outs', output: '0001feff' })
    const error = await run(refused)
    expect(error).to.include({ errno: 1, errnoName: 'EPERM', status: 'no', prefix: 'osd pool rm' })
    expect(hex(error.output)).to.equal('0001feff')
  })

  it('34 ceph_monc_blacklist_add: as one string, with the older word when a monitor does not know the newer, and done when the osdmap of then has come', async () => {
    const commands: string[] = []
    peers.on(monCommand.type, (message, connection) => {
      const { cmd } = decodeFront(monCommand, message)
      expect(cmd).to.have.lengthOf(1)
      commands.push(cmd[0]!)
      const known = cmd[0]!.includes('"osd blacklist"')
      answerCommand(message, connection, known ? {} : { r: -22, rs: 'command not known' })
    })
    peers.on(monGetVersion.type, (message, connection) => answerVersion(message, connection, 9n))
    let done = false
    const adding = client.blocklistAdd('10.0.0.1:6801/42').then(() => (done = true))
    await peers.settle()
    expect(commands).to.deep.equal([
      '{"prefix":"osd blocklist","blocklistop":"add","addr":"10.0.0.1:6801/42"}',
      '{"prefix":"osd blacklist","blacklistop":"add","addr":"10.0.0.1:6801/42"}'
    ])
    expect(peers.subscribed.at(-1)).to.deep.equal(['osdmap 9 once'])
    expect(done).to.equal(false)
    sendOSDMap(peers.connection, 9)
    await run(adding)
  })

  it('35 __resend_generic_request: everything that waits is sent again behind the subscriptions, in the order of tids, byte for byte', async () => {
    const commands = [
      client.command({ prefix: 'one', count: 2n ** 60n }),
      client.command('two', { input: Uint8Array.of(1, 2, 3) }),
      client.command('three')
    ]
    await peers.settle()
    const bytes = (): unknown[] =>
      peers
        .heardOf(monCommand.type)
        .map(({ message: { tid, version, front, data } }) => [tid, version, hex(front), hex(data)])
    const first = bytes()
    expect(tids(monCommand.type)).to.deep.equal([1n, 2n, 3n])
    const { monitor } = peers.connection
    peers.heard.length = 0
    peers.kill(monitor)
    await peers.settle()
    expect(bytes()).to.deep.equal(first)
    expect(peers.heard.map(({ message }) => message.type)).to.deep.equal([
      ...[monSubscribe, monSubscribe].map(({ type }) => type),
      ...[monCommand, monCommand, monCommand].map(({ type }) => type)
    ])
    expect(peers.connection.monitor).not.to.equal(monitor)
    for (const { message, connection } of peers.heardOf(monCommand.type)) answerCommand(message, connection)
    expect((await run(Promise.all(commands))).map(({ code }) => code)).to.deep.equal([0, 0, 0])
  })
})

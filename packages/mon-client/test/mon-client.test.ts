import {
  decodeFront,
  encodeMessage,
  monCommand,
  monCommandAck,
  monGetVersionReply,
  monSubscribe
} from '@cephwire/messages'
import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { MonClient } from '../src/mon-client.js'
import { resolveConfig } from '../src/config/resolve-config.js'
import { ConfigError, MonClientClosedError, MonTimeoutError } from '../src/errors.js'
import { rejection } from './support/canary.js'
import { FakeConnection } from './support/fake-connection.js'
import { FSID, monMapMessage, monmapOf, received } from './support/monmaps.js'
import { seeded } from './support/targets.js'
import type { Message, OutgoingMessage } from '@cephwire/messenger'
import type { FakeClock } from '@cephwire/messenger/testing'
import type { ResolvedConfig } from '../src/config/resolve-config.js'
import type { Credentials } from '../src/credentials.js'
import type { MonClientOptions } from '../src/options.js'
import type { OpenSession } from '../src/session-keeper.js'

const settle = async (): Promise<void> => {
  for (let i = 0; i < 4; i++) await new Promise(resolve => setImmediate(resolve))
}
const credentials: Credentials = { entity: { type: 8, id: 'admin' }, key: undefined, methods: ['none'] }
const MONITORS = { a: 3300, b: 3301, c: 3302 }

/** What is not of the public types. */
type Internals = MonClient & { open(signal: AbortSignal): Promise<void>; readonly closed: Promise<void> }
const Client = MonClient as unknown as new (
  config: ResolvedConfig,
  credentials: Credentials,
  options: MonClientOptions,
  open: OpenSession
) => Internals

describe('MonClient', () => {
  let clock: FakeClock
  let connections: FakeConnection[]
  let names: string[]
  let monmap: ReturnType<typeof monmapOf>
  let openable: (name: string) => boolean
  let client: Internals

  beforeEach(async () => {
    clock = createFakeClock()
    connections = []
    names = []
    openable = () => true
    monmap = monmapOf(MONITORS)
    const monHost = Object.values(MONITORS).map(port => `v2:10.0.0.1:${port}`)
    const config = await resolveConfig(
      { monHost: monHost.join(), config: { no_config_file: 'true' }, hunting: { parallel: 1 } },
      {}
    )
    const open: OpenSession = async target => {
      await Promise.resolve()
      if (!openable(target.name)) throw new Error('Cannot connect: ECONNREFUSED')
      const connection = new FakeConnection()
      connections.push(connection)
      names.push(Object.keys(MONITORS)[target.addr.port - 3300]!)
      return {
        target,
        connection: connection.asConnection,
        messages: connection,
        early: [],
        authenticator: undefined as never,
        globalId: 4242n,
        tickets: undefined,
        monmap,
        monmapMessage: monMapMessage(monmap)
      }
    }
    client = new Client(config, credentials, { clock, random: seeded(1) }, open)
    await client.open(new AbortController().signal)
  })

  afterEach(async () => {
    await client.close()
    expect(clock.sleepers).to.equal(0)
  })

  const connection = (): FakeConnection => connections.at(-1)!
  const sent = (type: number): OutgoingMessage[] => connection().sent.filter(message => message.type === type)
  const ack = (tid: bigint | undefined, rs = ''): Message =>
    received({ ...encodeMessage(monCommandAck, { version: 0n, r: 0, rs, cmd: [] }), tid: tid! })

  it('knows the cluster, itself and its session', () => {
    expect(client.fsid).to.equal(FSID)
    expect(client.globalId).to.equal(4242n)
    expect(client.session).to.deep.equal({
      monitor: names[0],
      addr: `v2:10.0.0.1:${MONITORS[names[0] as 'a']}/0`,
      protocol: 'msgr2.1',
      conMode: 2,
      roundTrip: undefined
    })
    expect(client.state).to.equal('have_session')
  })

  it('subscribes to the monmap behind the one it has, in each session', async () => {
    const wanted = (): unknown =>
      sent(monSubscribe.type).map(message => [...decodeFront(monSubscribe, received(message)).what])
    expect(wanted()).to.deep.equal([[['monmap', { start: 2n, flags: 0 }]]])
    connection().receive(monMapMessage(monmapOf(MONITORS, 7)))
    await settle()
    connection().destroy(new Error('reset'))
    await settle()
    expect(wanted()).to.deep.equal([[['monmap', { start: 8n, flags: 0 }]]])
  })

  it('matches answers by tid and sends again what was not answered', async () => {
    const [one, two] = [client.command('fsid'), client.command('status')]
    await settle()
    const [first, second] = sent(monCommand.type)
    connection().receive(ack(second!.tid, 'two'))
    expect((await two).status).to.equal('two')
    connection().destroy(new Error('reset'))
    await settle()
    expect(sent(monCommand.type).map(({ tid }) => tid)).to.deep.equal([first!.tid])
    expect(names.at(-1)).not.to.equal(names[0])
    connection().receive(ack(first!.tid, 'one'))
    expect((await one).status).to.equal('one')
  })

  it('matches versions by their handle, as old monitors leave the tid 0', async () => {
    const versions = client.getVersion('osdmap')
    await settle()
    const reply = encodeMessage(monGetVersionReply, { handle: 1n, version: 2n ** 64n - 1n, oldestVersion: 3n })
    connection().receive(received({ ...reply, tid: 0n }))
    expect(await versions).to.deep.equal({ newest: 2n ** 64n - 1n, oldest: 3n })
  })

  it('rejects the request alone whose answer does not decode', async () => {
    const [versions, command] = [rejection(client.getVersion('osdmap')), client.command('fsid')]
    await settle()
    connection().receive(received({ type: monGetVersionReply.type, tid: 1n, front: new Uint8Array(4) }), ack(2n))
    expect(await versions).to.have.property('code', 'ERR_CEPH_CODEC_TRUNCATED')
    await command
    expect(connections).to.have.lengthOf(1)
  })

  it('passes over messages that nobody takes', async () => {
    for (const type of [0, 3, 999, 0xffff]) connection().receive(received({ type, front: new Uint8Array(8) }))
    const command = client.command('fsid')
    await settle()
    connection().receive(ack(77n), ack(1n, 'mine'), ack(1n, 'again'))
    expect((await command).status).to.equal('mine')
  })

  it('shows the monmap as it changes, and never an older one', async () => {
    const epochs: number[] = []
    const watching = (async () => {
      for await (const { epoch } of client.watch.monmap()) epochs.push(epoch)
    })()
    for (const epoch of [2, 5, 3, 5, 6]) {
      connection().receive(monMapMessage(monmapOf(MONITORS, epoch)))
      await settle()
    }
    await client.close()
    await watching
    expect(epochs).to.deep.equal([1, 2, 5, 6])
    expect(client.monmap.epoch).to.equal(6)
  })

  it('moves to another monitor when its own leaves the monmap', async () => {
    const { monitor } = client.session!
    const rest = Object.fromEntries(Object.entries(MONITORS).filter(([name]) => name !== monitor))
    monmap = monmapOf(rest, 2)
    connection().receive(monMapMessage(monmap))
    await settle()
    expect(connections).to.have.lengthOf(2)
    expect(client.session!.monitor).to.be.oneOf(Object.keys(rest))
  })

  it('stays where it is when the map has never had its address', async () => {
    await client.close()
    monmap = monmapOf({ x: 9999 })
    connection().receive(monMapMessage(monmapOf({ x: 9999, y: 9998 }, 2)))
    await settle()
    expect(connections).to.have.lengthOf(1)
  })

  it('leaves a monitor that sends the map of another cluster, and keeps its own', async () => {
    const causes: string[] = []
    const status = (async () => {
      for await (const each of client.status()) if (each.state === 'hunting') causes.push(each.cause!.name)
    })()
    connection().receive(monMapMessage(monmapOf(MONITORS, 9, '00000000-0000-4000-8000-000000000001')))
    await settle()
    expect(client.fsid).to.equal(FSID)
    expect(connections).to.have.lengthOf(2)
    await client.close()
    await status
    expect(causes).to.deep.equal(['FsidMismatchError'])
  })

  it('says why there is no answer while it hunts', async () => {
    openable = () => false
    connection().destroy(new Error('reset'))
    const error = rejection(client.command('fsid', { timeout: 20_000 }))
    await settle()
    expect(client.session).to.equal(undefined)
    await clock.advance(20_000)
    expect(await error).to.be.instanceOf(MonTimeoutError)
    expect((await error).message).to.match(
      /^No answer to command fsid within 20000 ms: no monitor gives a session: v2:10\.0\.0\.1:\d+\/0: Cannot connect: ECONNREFUSED$/
    )
    expect(await error).to.include({ mayHaveExecuted: false, reason: 'no-session' })
  })

  it('refuses what is no command and no time before anything is sent', async () => {
    expect(await rejection(client.command({ prefix: '' }))).to.be.instanceOf(ConfigError)
    for (const timeout of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(await rejection(client.command('fsid', { timeout }))).to.be.instanceOf(ConfigError)
    }
    expect(await rejection(client.ping('nobody'))).to.be.instanceOf(ConfigError)
    expect(sent(monCommand.type)).to.deep.equal([])
  })

  it('ends everything when it is closed, whether it hunts or not', async () => {
    openable = () => false
    const waiting = [rejection(client.command('fsid')), rejection(client.getVersion('osdmap'))]
    await settle()
    connection().destroy(new Error('reset'))
    await settle()
    waiting.push(rejection(client.command('fsid')))
    await Promise.all([client.close(), client.close()])
    for (const error of await Promise.all(waiting)) expect(error).to.be.instanceOf(MonClientClosedError)
    expect(await rejection(client.getVersion('osdmap'))).to.be.instanceOf(MonClientClosedError)
    expect(client.state).to.equal('closed')
    await client.closed
  })
})

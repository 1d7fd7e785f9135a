import { AuthMethodRejectedError, ServiceId, TicketStore, parseAuthEntity } from '@cephwire/auth'
import { auth, decodeFront, monCommand, monSubscribe } from '@cephwire/messages'
import { MonClientClosedError, defaultMonClientOptions, kernelHuntingOptions } from '@cephwire/mon-client'
import { expect } from 'chai'
import { loadCredentials } from '../../src/credentials.js'
import { resolveConfig } from '../../src/config/resolve-config.js'
import { MonClient } from '../../src/mon-client.js'
import { openMonSession } from '../../src/mon-session.js'
import { rejection } from '../support/canary.js'
import { acknowledge, answerCommand } from './support/answers.js'
import { collectGarbage } from './support/garbage.js'
import { Peers } from './support/peers.js'
import type { MAuth } from '@cephwire/messages'
import type { Message } from '@cephwire/messenger'
import type { MonClientOptions } from '@cephwire/mon-client'
import type { ScriptedConnection } from './support/scripted-connection.js'

const KERNEL: MonClientOptions = { hunting: kernelHuntingOptions, connectTimeout: 0 }

describe('Row by row, sessions', () => {
  const all: Peers[] = []
  const start = async (init: Parameters<typeof Peers.start>[0]): Promise<Peers> => {
    const peers = await Peers.start(init)
    all.push(peers)
    return peers
  }
  afterEach(async () => {
    for (const peers of all.splice(0)) await peers.stop()
  })

  const hellos = (peers: Peers): MAuth[] => peers.heardOf(auth.type).map(({ message }) => decodeFront(auth, message))

  it('4 __send_prepared_auth_request: one MAuth is under way at a time, in the handshake of msgr1 and on a live session', async () => {
    const peers = await start({ auth: 'cephx', protocol: 'msgr1', ticketTtl: 20_000, names: ['a'] })
    const unanswered: [Message, ScriptedConnection][] = []
    peers.on(auth.type, (...each) => void unanswered.push(each))
    const connecting = peers.connecting(KERNEL)
    for (const count of [1, 2]) {
      await peers.clock.advance(1400)
      expect(peers.heardOf(auth.type)).to.have.lengthOf(count)
      peers.answerAuth(...unanswered.at(-1)!)
    }
    await peers.clock.run(connecting)

    await peers.clock.advance(19_000)
    expect(peers.heardOf(auth.type)).to.have.lengthOf(3)
    peers.answerAuth(...unanswered.at(-1)!)
    await peers.clock.advance(14_900)
    expect(peers.heardOf(auth.type)).to.have.lengthOf(3)
    await peers.clock.advance(1100)
    expect(peers.heardOf(auth.type)).to.have.lengthOf(4)
  })

  it('5 __close_session: what a monitor answers too late is not heard, the next one is greeted afresh, tickets and global_id are kept', async () => {
    const peers = await start({ auth: 'cephx', protocol: 'msgr1' })
    const late: [Message, ScriptedConnection][] = []
    peers.on(auth.type, (...each) => {
      if (late.length === 0) late.push(each)
      else peers.answerAuth(...each)
    })
    const connecting = peers.connecting(KERNEL)
    await peers.clock.advance(3000)
    peers.answerAuth(...late[0]!)
    const client = await peers.clock.run(connecting)
    await peers.clock.advance(1000)
    const [, connection] = late[0]!
    expect(connection.monitor).not.to.equal(client.session!.monitor)
    expect(connection.auth.globalId).to.equal(4101n)
    expect(client.globalId).to.equal(4100n)
    expect(hellos(peers).map(({ protocol }) => protocol)).to.deep.equal([0, 0, 2])

    peers.network.reset()
    await peers.settle()
    expect(hellos(peers).map(({ protocol }) => protocol)).to.deep.equal([0, 0, 2, 0, 2])
    expect(client.globalId).to.equal(4100n)
    expect(peers.connection.auth.globalIdStatus).to.equal('reclaim_ok')
  })

  it('7 __open_session: greets with MAuth protocol 0 and subscribes to everything anew; ours counts silence from the begin, without a KEEPALIVE2 before MAuth', async () => {
    const peers = await start({ protocol: 'msgr1', names: ['a'] })
    const client = await peers.connect(KERNEL)
    const maps = client.watch.osdmap()
    await peers.settle()
    const heard = (): string[] => peers.heard.map(({ message, at }) => `${message.type}@${at}`)
    const opening = (at: number): string[] => [`${auth.type}@${at}`, `${monSubscribe.type}@${at}`]
    expect(heard()).to.deep.equal([...opening(0), `${monSubscribe.type}@0`, `${monSubscribe.type}@0`])
    expect(hellos(peers)[0]!.protocol).to.equal(0)
    expect(peers.keepalives).to.deep.equal([])

    peers.answersKeepalives = false
    peers.heard.length = 0
    await peers.clock.advance(29_999)
    expect(peers.keepalives).to.deep.equal([10_000, 20_000])
    expect(peers.heard).to.deep.equal([])
    await peers.clock.advance(1)
    expect(heard()).to.deep.equal([...opening(30_000), `${monSubscribe.type}@30000`])
    expect(peers.subscribed.at(-1)).to.deep.equal(['monmap 2', 'osdmap 0'])
    await maps.return!()
  })

  it('19 ceph_monc_open_session: ours asks for the monmap alone, and waits until it has come; for the osdmap when somebody wants it', async () => {
    const peers = await start({})
    const asked: ScriptedConnection[] = []
    peers.on(monSubscribe.type, (_, connection) => void asked.push(connection))
    let connected = false
    const connecting = peers.connecting(KERNEL).then(client => {
      connected = true
      return client
    })
    await peers.clock.advance(2000)
    expect({ connected, subscribed: peers.subscribed }).to.deep.equal({
      connected: false,
      subscribed: [['monmap 0 once']]
    })
    peers.sendMonMap(asked[0]!)
    const client = await peers.clock.run(connecting)
    await peers.settle()
    expect(peers.subscribed).to.deep.equal([['monmap 0 once'], ['monmap 2']])

    const osdmap = client.watch.osdmap({ onetime: true })
    await peers.settle()
    expect(peers.subscribed.at(-1)).to.deep.equal(['osdmap 0 once'])
    await osdmap.return!()
  })

  it('36 delayed_work: a keepalive every 10 s, another monitor after 30 s of silence, and all subscriptions again at half of the time that the monitor gives', async () => {
    const peers = await start({})
    const client = await peers.connect(KERNEL)
    const first = peers.connection.monitor
    const watching = client.watch.mgrmap()
    await peers.settle()
    acknowledge(peers.connection, 50)
    await peers.clock.advance(24_999)
    expect(peers.keepalives).to.deep.equal([10_000, 20_000])
    expect(peers.subscribed.at(-1)).to.deep.equal(['mgrmap 0'])
    await peers.clock.advance(1)
    expect(peers.subscribed.at(-1)).to.deep.equal(['mgrmap 0', 'monmap 2'])

    peers.answersKeepalives = false
    peers.dials.length = 0
    await peers.clock.advance(24_999)
    expect(peers.keepalives).to.deep.equal([10_000, 20_000, 30_000, 40_000])
    expect(peers.connection.monitor).to.equal(first)
    await peers.clock.advance(1)
    expect(peers.dials).to.have.lengthOf(1)
    expect(peers.connection.monitor).not.to.equal(first)
    expect(client.state).to.equal('have_session')
    await watching.return!()
  })

  it('38 ceph_monc_init: hunting, without a monitor, a map or a global_id; wants tickets for auth, mon, osd and mds, ours for mgr too', async () => {
    const peers = await start({ auth: 'cephx' })
    const config = await resolveConfig(peers.options(KERNEL), {})
    const credentials = await loadCredentials(config)
    const client = new (MonClient as unknown as new (...args: readonly unknown[]) => MonClient)(
      config,
      credentials,
      peers.options(KERNEL)
    )
    const { state, session, globalId } = client
    expect({ state, session, globalId }).to.deep.equal({ state: 'hunting', session: undefined, globalId: 0n })
    expect(() => client.monmap).to.throw('before the first session')
    await client.close()

    const { keepalive } = defaultMonClientOptions
    const init = { credentials, msMode: 'crc', keepalive, clock: peers.clock, dial: peers.network.dial } as const
    const [target] = ['a'].map(name => ({ name, addr: peers.addr(name), priority: 0, weight: 0 }))
    const opening = openMonSession(
      target!,
      { ...init, fsid: undefined },
      new TicketStore(),
      new AbortController().signal
    )
    const opened = await peers.clock.run(opening)
    const { Auth, Mon, Osd, Mds, Mgr } = ServiceId
    expect(opened.tickets!.services()).to.have.members([Auth, Mon, Osd, Mds, Mgr])
    expect(credentials.entity).to.deep.equal(parseAuthEntity('client.admin'))
    opened.connection.destroy()

    const connected = await peers.connect(KERNEL)
    void connected.command('fsid').catch(() => undefined)
    await peers.settle()
    expect(peers.heardOf(monCommand.type).map(({ message }) => message.tid)).to.deep.equal([1n])
  })

  it('39 ceph_monc_stop: timers, sockets and what waits end with the client, each promise once', async () => {
    for (const losing of [false, true]) {
      const peers = await start({})
      const client = await peers.connect(KERNEL)
      const settled: string[] = []
      const note = (what: string, promise: Promise<unknown>): void =>
        void promise.then(
          () => settled.push(`${what} ended`),
          (error: unknown) => settled.push(`${what} ${(error as Error).name}`)
        )
      note('command', client.command('fsid'))
      note('version', client.getVersion('osdmap'))
      note('statfs', client.statfs())
      note('wait', client.waitForMap('osdmap', 5))
      note('watch', client.watch.mgrmap().next())
      await peers.settle()
      if (losing) {
        peers.network.fault('stall')
        peers.network.reset()
        await peers.clock.advance(4000)
      }
      await peers.clock.run(Promise.all([client.close(), client.close()]), 500)
      await peers.settle()
      const closed = MonClientClosedError.name
      expect(settled).to.have.members([
        `command ${closed}`,
        `version ${closed}`,
        `statfs ${closed}`,
        `wait ${closed}`,
        'watch ended'
      ])
      expect(peers.clock.sleepers).to.equal(0)
      expect(await rejection(client.command('fsid'))).to.be.instanceOf(MonClientClosedError)
      peers.network.heal()
    }
  })

  it('41 handle_auth_reply: once let in, the client has its name, subscribes and then sends again; a refusal is told in less than a second', async () => {
    const peers = await start({ auth: 'cephx', protocol: 'msgr1' })
    const client = await peers.connect(KERNEL)
    const opened: unknown[] = []
    const following = (async () => {
      for await (const status of client.status()) if (status.state === 'have_session') opened.push(status.globalId)
    })()
    const commands = [client.command('fsid'), client.command('status')]
    await peers.settle()
    peers.heard.length = 0
    peers.network.reset()
    await peers.settle()
    expect(peers.heard.map(({ message: { type, tid } }) => `${type} ${tid}`)).to.deep.equal([
      `${auth.type} 0`,
      `${auth.type} 0`,
      `${monSubscribe.type} 0`,
      `${monSubscribe.type} 0`,
      `${monCommand.type} 1`,
      `${monCommand.type} 2`
    ])
    expect(client.globalId).to.equal(peers.connection.auth.globalId)
    for (const { message, connection } of peers.heardOf(monCommand.type)) answerCommand(message, connection)
    await peers.clock.run(Promise.all(commands))
    await client.close()
    await following
    expect(opened).to.deep.equal([client.globalId, client.globalId])

    const began = peers.clock.now()
    const refusal = rejection(peers.connecting({ ...KERNEL, name: 'client.nobody' }), AuthMethodRejectedError)
    expect(await peers.clock.run(refusal)).to.include({ errnoName: 'EACCES', result: -13 })
    expect(peers.clock.now() - began).to.be.lessThan(1000)
  })

  for (const protocol of ['msgr2', 'msgr1'] as const) {
    const title =
      protocol === 'msgr2'
        ? '42 __validate_auth: tickets of 20 s are renewed after 15, by MAuth on the live session, and no sooner'
        : 'renews tickets on msgr1 as on msgr2'
    it(title, async () => {
      const peers = await start({ auth: 'cephx', protocol, ticketTtl: 20_000 })
      const client = await peers.connect(KERNEL)
      const { connection } = peers
      peers.heard.length = 0
      await peers.clock.advance(14_999)
      expect(peers.heardOf(auth.type)).to.deep.equal([])
      await peers.clock.advance(1)
      expect(hellos(peers).map(({ protocol, monmapEpoch }) => ({ protocol, monmapEpoch }))).to.deep.equal([
        { protocol: 2, monmapEpoch: 1 }
      ])
      await peers.clock.advance(60_000)
      expect(peers.heardOf(auth.type).map(({ at }) => at)).to.deep.equal([15_000, 30_000, 45_000, 60_000, 75_000])
      expect(peers.heardOf(auth.type).every(heard => heard.connection === connection)).to.equal(true)
      expect(peers.dials).to.have.lengthOf(1)
      expect(client.state).to.equal('have_session')
    })
  }

  it('46 con_get, con_put: nothing is counted; of sessions that were lost nothing stays but why the last one was', async () => {
    const peers = await start({})
    const held: WeakRef<object>[] = []
    const client = await peers.connect({
      ...KERNEL,
      dial: async (...args) => {
        const transport = { ...(await peers.network.dial(...args)) }
        held.push(new WeakRef(transport))
        return transport
      }
    })
    for (let i = 0; i < 5; i++) {
      await peers.clock.advance(4000)
      peers.network.reset()
    }
    // The clock forgets who was woken too early when their time has come.
    await peers.clock.advance(60_000)
    await collectGarbage()
    expect(held).to.have.lengthOf(6)
    expect(held.slice(0, 4).map(ref => ref.deref())).to.deep.equal([undefined, undefined, undefined, undefined])
    expect(client.state).to.equal('have_session')
  })
})

import { hostname } from 'node:os'
import { monSubscribe } from '@cephwire/messages'
import { MonTimeoutError, kernelHuntingOptions } from '@cephwire/mon-client'
import { expect } from 'chai'
import { Subscriptions } from '../../src/subscriptions.js'
import { rejection } from '../support/canary.js'
import { acknowledge, sendMgrMap, sendOSDMap } from './support/answers.js'
import { Peers } from './support/peers.js'
import type { EncodedMap, MonClient, Watched } from '@cephwire/mon-client'

const SECOND = 1000

describe('Row by row, subscriptions', () => {
  let peers: Peers
  let client: MonClient

  beforeEach(async () => {
    peers = await Peers.start()
    client = await peers.connect({ hunting: kernelHuntingOptions, connectTimeout: 0 })
    await peers.settle()
    peers.heard.length = 0
  })
  afterEach(() => peers.stop())

  const advance = (millis: number): Promise<void> => peers.clock.advance(millis)
  const nextSession = async (): Promise<void> => {
    peers.heard.length = 0
    peers.network.reset()
    // Sessions that come and go are followed by a rest.
    await advance(SECOND)
  }
  /** What the present session was asked for, behind the question whether its monitor serves. */
  const asked = (): readonly string[][] => peers.subscribed.filter(([first]) => first !== 'monmap 0 once')

  it('10 ceph_sub_str: monmap, osdmap, fsmap.user, and mdsmap or that of one file system, mdsmap.N', async () => {
    const watches = [client.watch.monmap(), client.watch.osdmap(), client.watch.fsmapUser(), client.watch.mdsmap()]
    await nextSession()
    expect(asked()).to.deep.equal([['fsmap.user 0', 'mdsmap 0', 'monmap 2', 'osdmap 0']])
    await watches[3]!.return!()
    watches.push(client.watch.mdsmap({ fscid: 7 }))
    await nextSession()
    expect(asked()).to.deep.equal([['fsmap.user 0', 'mdsmap.7 0', 'monmap 2', 'osdmap 0']])
  })

  it('11 __send_subscribe: count, names, starts and flags, all of them with a new session or a renewal, else ours sends only what is new; nothing for nothing', async () => {
    const watching = [client.watch.osdmap({ start: 0x0102030405 }), client.watch.mgrmap({ onetime: true })]
    await peers.settle()
    const item = (name: string, start: string, flags: string): string =>
      `${Buffer.from(Uint8Array.of(name.length, 0, 0, 0)).toString('hex')}${Buffer.from(name).toString('hex')}${start}${flags}`
    const osdmap = item('osdmap', '0504030201000000', '00')
    const mgrmap = item('mgrmap', '0000000000000000', '01')
    const monmap = item('monmap', '0200000000000000', '00')
    const host = `${Buffer.from(Uint8Array.of(hostname().length, 0, 0, 0)).toString('hex')}${Buffer.from(hostname()).toString('hex')}`
    const fronts = (): unknown[] =>
      peers
        .heardOf(monSubscribe.type)
        .map(({ message }) => [message.version, Buffer.from(message.front).toString('hex')])
    // Version 3 is the seed's version 2 with the name of the host behind it.
    const one = (what: string): unknown => [3, `01000000${what}${host}`]
    const all = [3, `03000000${mgrmap}${monmap}${osdmap}${host}`]
    expect(fronts()).to.deep.equal([one(osdmap), one(mgrmap)])

    acknowledge(peers.connection, 20)
    await advance(10 * SECOND)
    expect(fronts()).to.deep.equal([one(osdmap), one(mgrmap), all])
    await nextSession()
    expect(fronts().slice(1)).to.deep.equal([all])
    for (const watch of watching) await watch.return!()
    expect(new Subscriptions().take()).to.equal(undefined)
  })

  it('12 handle_subscribe_ack: everything again after half of the time, and a tick of 10 s at least, from the first question without an answer; an answer to nothing is ignored', async () => {
    await nextSession()
    const began = peers.heardOf(monSubscribe.type).at(-1)!.at
    const times = (): number[] => peers.heardOf(monSubscribe.type).map(({ at }) => at - began)
    peers.heard.length = 0
    acknowledge(peers.connection, 10)
    await advance(began + 9999 - peers.clock.now())
    expect(times()).to.deep.equal([])
    await advance(1)
    expect(times()).to.deep.equal([10_000])

    // A second question before the answer to the first does not put it off.
    await advance(4000)
    const watch = client.watch.mgrmap()
    await peers.settle()
    acknowledge(peers.connection, 60)
    acknowledge(peers.connection, 1)
    await advance(25_999)
    expect(times()).to.deep.equal([10_000, 14_000])
    await advance(1)
    expect(times()).to.deep.equal([10_000, 14_000, 40_000])
    expect(asked().at(-1)).to.deep.equal(['mgrmap 0', 'monmap 2'])

    peers.connection.sendRaw({ type: 16, front: new Uint8Array(19) })
    await advance(3600 * SECOND)
    expect(times()).to.have.lengthOf(3)
    expect(peers.dials).to.have.lengthOf(2)
    acknowledge(peers.connection, 7300)
    await advance(100 * SECOND)
    expect(times().slice(3)).to.deep.equal([3_690_000])
    await watch.return!()
  })

  it('13 __ceph_monc_want_map: start and once are kept, and nothing is new that is wanted already', () => {
    const subscriptions = new Subscriptions()
    const wanted = [
      subscriptions.want('osdmap', { start: 5n }),
      subscriptions.want('osdmap', { start: 5n, onetime: false }),
      subscriptions.want('osdmap', { start: 6n }),
      subscriptions.want('osdmap', { start: 6n, onetime: true }),
      subscriptions.want('osdmap', { start: 6n, onetime: true })
    ]
    expect(wanted).to.deep.equal([true, false, true, true, false])
    expect(subscriptions.take()).to.deep.equal(new Map([['osdmap', { start: 6n, flags: 1 }]]))
  })

  it('14 ceph_monc_want_map: wanting sends nothing by itself; ours asks when a watcher needs what the others do not have', async () => {
    const subscriptions = new Subscriptions()
    subscriptions.want('mgrmap', { start: 0n })
    await peers.settle()
    expect(peers.heard).to.deep.equal([])

    const watches: Watched<EncodedMap>[] = [client.watch.mgrmap(), client.watch.mgrmap(), client.watch.monmap()]
    await peers.settle()
    expect(asked()).to.deep.equal([['mgrmap 0']])
    sendMgrMap(peers.connection, 4)
    expect((await peers.clock.run(watches[0]!.next())).value).to.include({ epoch: 4 })
    watches.push(client.watch.mgrmap(), client.watch.mgrmap({ onetime: true }))
    await peers.settle()
    expect(asked()).to.deep.equal([['mgrmap 0']])
    expect((await peers.clock.run(watches[3]!.next())).value).to.include({ epoch: 4 })
    for (const watch of watches) await watch.return!()
  })

  it('15 __ceph_monc_got_map: the next question starts behind the epoch that came, and leaves out what was wanted once', async () => {
    const watching = [client.watch.osdmap({ onetime: true }), client.watch.mgrmap()]
    sendOSDMap(peers.connection, 7)
    sendMgrMap(peers.connection, 9)
    peers.sendMonMap(peers.connection, peers.mapOf(['a', 'b', 'c'], 5))
    await peers.settle()
    await nextSession()
    expect(asked()).to.deep.equal([['mgrmap 10', 'monmap 6']])

    const subscriptions = new Subscriptions()
    subscriptions.want('osdmap', { start: 0n, onetime: true })
    subscriptions.want('mgrmap', { start: 0n })
    for (const name of ['osdmap', 'mgrmap', 'fsmap']) subscriptions.got(name, 9n)
    expect(['osdmap', 'mgrmap', 'fsmap'].map(name => subscriptions.next(name))).to.deep.equal([
      undefined,
      10n,
      undefined
    ])
    for (const watch of watching) await watch.return!()
  })

  it('16 ceph_monc_got_map: what comes counts for all, whoever has asked for it', async () => {
    const raw = client.watch.raw('osdmap')
    await peers.settle()
    sendOSDMap(peers.connection, 7)
    expect((await peers.clock.run(raw.next())).value).to.include({ version: 7n, lost: 0 })
    peers.heard.length = 0
    await peers.clock.run(client.waitForMap('osdmap', 7))
    expect(peers.heard).to.deep.equal([])
    await nextSession()
    expect(asked()).to.deep.equal([['monmap 2', 'osdmap 8']])
    await raw.return!()
  })

  it('17 ceph_monc_renew_subs: what is new is sent at once, without waiting for a tick', async () => {
    await advance(1234)
    const watch = client.watch.mgrmap()
    await peers.settle()
    expect(peers.heardOf(monSubscribe.type).map(({ at }) => at)).to.deep.equal([1234])
    await watch.return!()
  })

  it('18 ceph_monc_wait_osdmap: until the epoch has come, for exactly as long as is said, for ever with 0, or until it is aborted', async () => {
    const late = rejection(client.waitForMap('osdmap', 8, { timeout: 2500 }), MonTimeoutError)
    const began = peers.clock.now()
    expect(await peers.clock.run(late)).to.include({ what: 'osdmap of epoch 8', timeout: 2500, retryable: true })
    expect(peers.clock.now() - began).to.equal(2500)

    const abort = new AbortController()
    const aborted = rejection(client.waitForMap('osdmap', 8, { timeout: 0, signal: abort.signal }))
    let done = false
    const waiting = client.waitForMap('osdmap', 8, { timeout: 0 }).then(() => (done = true))
    await advance(3600 * SECOND)
    const reason = new Error('not wanted any more')
    abort.abort(reason)
    expect(await peers.clock.run(aborted)).to.equal(reason)
    sendOSDMap(peers.connection, 7)
    await advance(SECOND)
    expect(done).to.equal(false)
    sendOSDMap(peers.connection, 9)
    await peers.clock.run(waiting)
    await peers.clock.run(client.waitForMap('osdmap', 9, { timeout: 1 }))
    expect(peers.dials).to.have.lengthOf(1)
  })
})

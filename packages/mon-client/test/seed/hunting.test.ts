import { monCommand } from '@cephwire/messages'
import { kernelHuntingOptions } from '@cephwire/mon-client'
import { AuthMethodRejectedError } from '@cephwire/auth'
import { expect } from 'chai'
import { tryOrder } from '../../src/pick.js'
import { rejection } from '../support/canary.js'
import { seeded, target } from '../support/targets.js'
import { answerCommand, sendFSMapUser, sendMgrMap, sendOSDMap } from './support/answers.js'
import { Peers } from './support/peers.js'
import type { MonClientOptions } from '@cephwire/mon-client'

/** As the kernel's client, which has no limit for the first session. */
const KERNEL: MonClientOptions = { hunting: kernelHuntingOptions, connectTimeout: 0 }
/** None of the cluster's. */
const WRONG_KEY = 'AQDjuAJrD1s3MxAADSnFKqHL0TfhVv6KvUjAZQ=='
/** Longer than the interval of hunting and shorter than that of keepalives: makes up for one round. */
const SHORT_SESSION = 5000

describe('Row by row, hunting', () => {
  let peers: Peers

  beforeEach(async () => {
    peers = await Peers.start()
  })
  afterEach(() => peers.stop())

  const settled = (): Promise<void> => peers.settle()
  const advance = (millis: number): Promise<void> => peers.clock.advance(millis)
  /** When monitors were dialled, counted from a time on. */
  const dialTimes = (from = 0): number[] => peers.dials.map(dial => Number(dial.split('@')[1]) - from)
  const loseSession = (): number => {
    peers.dials.length = 0
    peers.network.reset()
    return peers.clock.now()
  }

  it('1 module comment: one session at all times, on its loss another monitor at random, and what is outstanding is sent and answered there', async () => {
    const client = await peers.connect(KERNEL)
    const seen: string[] = []
    const watch = async (name: string, maps: AsyncIterable<{ epoch: number }>): Promise<void> => {
      for await (const { epoch } of maps) seen.push(`${name} ${epoch}`)
    }
    const watching = [
      watch('osdmap', client.watch.osdmap()),
      watch('fsmap.user', client.watch.fsmapUser()),
      watch('mgrmap', client.watch.mgrmap())
    ]
    const command = client.command({ prefix: 'osd pool create', pool: 'x' })
    await settled()
    const first = peers.connection.monitor
    expect(peers.heardOf(monCommand.type).map(({ monitor }) => monitor)).to.deep.equal([first])

    peers.kill(first)
    await settled()
    const { connection } = peers
    expect(connection.monitor).not.to.equal(first)
    expect(peers.subscribed.slice(-2)).to.deep.equal([
      ['monmap 0 once'],
      ['fsmap.user 0', 'mgrmap 0', 'monmap 2', 'osdmap 0']
    ])
    const [before, again] = peers.heardOf(monCommand.type)
    expect(again!.monitor).to.equal(connection.monitor)
    expect(again!.message.tid).to.equal(before!.message.tid)

    answerCommand(again!.message, connection, { rs: 'created' })
    sendOSDMap(connection, 7)
    sendFSMapUser(connection, 8)
    sendMgrMap(connection, 9)
    expect((await peers.clock.run(command)).status).to.equal('created')
    await client.close()
    await peers.clock.run(Promise.all(watching))
    expect(seen).to.have.members(['osdmap 7', 'fsmap.user 8', 'mgrmap 9'])
  })

  it('6 pick_new_mon: every monitor but the current one is equally likely (chi-square, 3 degrees, p = 0.001), and the only one is taken again', () => {
    const targets = ['a', 'b', 'c', 'd', 'e'].map(name => target(name))
    const random = seeded(42)
    const current = targets[2]!
    const counts = new Map<string, number>()
    for (let i = 0; i < 10_000; i++) {
      // Ours knows the current one by its address, not by its place in a map that may have changed since.
      const shifted = [...targets.slice(i % 5), ...targets.slice(0, i % 5)]
      const { name } = tryOrder(shifted, random, current.addr)[0]!
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    expect([...counts.keys()]).to.have.members(['a', 'b', 'd', 'e'])
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 2500) ** 2 / 2500, 0)
    expect(chiSquare).to.be.lessThan(16.27)
    expect(tryOrder([current], random, current.addr)).to.deep.equal([current])
    expect(tryOrder([], random, current.addr)).to.deep.equal([])
  })

  it('8 reopen_session: a loss is told once, however many monitors are tried until the next session', async () => {
    const client = await peers.connect(KERNEL)
    const states: string[] = []
    const following = (async () => {
      for await (const { state } of client.status()) states.push(state)
    })()
    await advance(SHORT_SESSION)
    const heal = peers.network.fault('stall')
    loseSession()
    await advance(60_000)
    expect(peers.dials).to.have.lengthOf(4)
    heal()
    await advance(60_000)
    await client.close()
    await following
    expect(states).to.deep.equal(['have_session', 'hunting', 'have_session', 'closed'])
  })

  it('9 __schedule_delayed: the next monitor after 3 s in the first hunt, after 6, 12, 24, 30 s and so on in the one after a session', async () => {
    const heal = peers.network.fault('stall')
    const connecting = peers.connecting(KERNEL)
    await advance(10_000)
    expect(dialTimes()).to.deep.equal([0, 3000, 6000, 9000])
    heal()
    await peers.clock.run(connecting)
    await advance(SHORT_SESSION)

    peers.network.fault('stall')
    const lost = loseSession()
    await advance(103_000)
    expect(dialTimes(lost)).to.deep.equal([0, 6000, 18_000, 42_000, 72_000, 102_000])
  })

  it('40 finish_hunting: a refusal ends the hunt and is told without a second try; a session halves the interval, once and with each healthy tick', async () => {
    const refusing = await Peers.start({ auth: 'cephx' })
    const refusal = rejection(refusing.connecting({ ...KERNEL, key: WRONG_KEY }), AuthMethodRejectedError)
    expect(await refusing.clock.run(refusal)).to.include({ errnoName: 'EACCES' })
    await refusing.clock.advance(60_000)
    expect(refusing.dials).to.have.lengthOf(1)
    await refusing.stop()

    const client = await peers.connect(KERNEL)
    await advance(SHORT_SESSION)
    let heal = peers.network.fault('stall')
    loseSession()
    await advance(73_000)
    heal()
    await advance(1000)
    expect(client.state).to.equal('have_session')

    // Ten times the interval was reached; halved, and doubled again for the hunt that begins.
    await advance(SHORT_SESSION)
    heal = peers.network.fault('stall')
    let lost = loseSession()
    await advance(31_000)
    expect(dialTimes(lost)).to.deep.equal([0, 30_000])
    heal()
    await advance(1000)
    await advance(25_000)

    // Halved three times: with the session, and with two healthy ticks.
    peers.network.fault('stall')
    lost = loseSession()
    await advance(8000)
    expect(dialTimes(lost)).to.deep.equal([0, 7500])
  })

  it('45 mon_fault: a reset ends a session and another monitor is dialled at once; while hunting it does not hasten the next try', async () => {
    await peers.connect(KERNEL)
    await advance(SHORT_SESSION)
    const lost = loseSession()
    await settled()
    expect(dialTimes(lost)).to.deep.equal([0])
    expect(peers.open).to.have.lengthOf(1)

    await advance(SHORT_SESSION)
    peers.network.fault('refuse')
    const refused = loseSession()
    await advance(20_000)
    expect(dialTimes(refused)).to.deep.equal([0, 6000, 18_000])
  })

  it('by default, as Ceph does, goes on to monitors that were not tried yet as soon as those of a round have failed', async () => {
    await peers.connect({ hunting: { parallel: 1 } })
    await advance(SHORT_SESSION)
    peers.network.fault('refuse')
    const lost = loseSession()
    await advance(4000)
    expect(dialTimes(lost)).to.deep.equal([0, 0, 0])
  })
})

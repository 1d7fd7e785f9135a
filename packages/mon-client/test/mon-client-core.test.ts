import { encode, parseEntityAddr } from '@cephwire/codec'
import { createMonMap, monMapCodec } from '@cephwire/maps'
import {
  decodeFront,
  encodeMessage,
  kvData,
  monCommand,
  monMap,
  osdMap,
  ping,
  statfs,
  statfsReply
} from '@cephwire/messages'
import { expect } from 'chai'
import { MonTimeoutError } from '../src/errors.js'
import { rejection } from './support/canary.js'
import { FakeClient, MONITORS, ack, settle } from './support/fake-client.js'
import { FSID, monMapMessage, monmapOf, received } from './support/monmaps.js'
import type { OutgoingMessage } from '@cephwire/messenger'
import type { MonClientOptions } from '../src/options.js'

const OTHER = '00000000-0000-4000-8000-000000000001'
const unknown = (type: number): OutgoingMessage => ({ type, front: new Uint8Array(2) })

/** The next of an iteration; undefined at its end. */
async function taken<T>(iterator: AsyncIterator<T>): Promise<T | undefined> {
  const next = await iterator.next()
  return next.done === true ? undefined : next.value
}

describe('MonClient at work', () => {
  let fake: FakeClient

  const open = async (options: MonClientOptions = {}, monmap = monmapOf(MONITORS)): Promise<FakeClient> =>
    (fake = await FakeClient.open(options, monmap))
  afterEach(async () => {
    await fake.client.close()
    expect(fake.clock.sleepers).to.equal(0)
    expect(fake.connections.filter(({ state }) => state !== 'closed')).to.deep.equal([])
  })
  /** Why sessions ended, from now on until the client is closed. */
  const losses = (): Promise<string[]> =>
    (async () => {
      const causes: string[] = []
      for await (const each of fake.client.status()) if (each.state === 'hunting') causes.push(each.cause!.message)
      return causes
    })()

  describe('with a target rank', () => {
    it('is served by that monitor, wherever it begins', async () => {
      for (const targetRank of [0, 1, 2]) {
        await open({ targetRank })
        expect(fake.client.session!.monitor).to.equal(['a', 'b', 'c'][targetRank])
        expect(fake.connections.slice(0, -1).every(({ state }) => state === 'closed')).to.equal(true)
        if (targetRank < 2) await fake.client.close()
      }
    })

    it('comes back to it when the session is lost', async () => {
      await open({ targetRank: 1 })
      fake.tried.length = 0
      await fake.lose()
      expect(fake.client.session!.monitor).to.equal('b')
      expect(fake.tried).to.deep.equal(['v2:3301'])
    })

    it('does not ask the others in a loop while it is down, and finds it when it is back', async () => {
      await open({ targetRank: 1 })
      fake.reachable = port => port !== 3301
      fake.tried.length = 0
      await fake.lose()
      await fake.clock.advance(30_000)
      expect(fake.client.state).to.equal('hunting')
      expect(fake.tried.length).to.be.within(6, 30)
      fake.reachable = () => true
      await fake.clock.advance(30_000)
      expect(fake.client.session!.monitor).to.equal('b')
    })

    it('learns from the others that the rank is another one’s', async () => {
      await open({ targetRank: 1 })
      fake.reachable = port => port !== 3301
      fake.monmap = monmapOf({ a: 3300, c: 3302 }, 2)
      await fake.lose()
      await fake.clock.advance(3000)
      expect(fake.client.session!.monitor).to.equal('c')
    })

    it('moves when the rank becomes another one’s', async () => {
      await open({ targetRank: 1 })
      const causes = losses()
      fake.monmap = monmapOf({ a: 3300, c: 3302, b: 3301 }, 2)
      await fake.receive(monMapMessage(fake.monmap))
      expect(fake.client.session!.monitor).to.equal('c')
      await fake.client.close()
      expect(await causes).to.deep.equal(['Another monitor has rank 1'])
    })

    it('takes any while there is no such rank', async () => {
      await open({ targetRank: 9 })
      expect(fake.connections).to.have.lengthOf(1)
    })
  })

  it('moves to msgr2 when its monitor gains that', async () => {
    const mapOf = (epoch: number, addrs: readonly string[]): ReturnType<typeof monmapOf> =>
      createMonMap({
        fsid: FSID,
        epoch,
        mons: [
          {
            name: 'a',
            publicAddrs: addrs.map(addr => parseEntityAddr(addr)),
            priority: 0,
            weight: 0,
            crushLoc: new Map<string, string>()
          }
        ]
      })
    const v1 = 'v1:10.0.0.1:6789/0'
    await open({ monHost: v1.slice(0, -2) }, mapOf(1, [v1]))
    expect(fake.tried).to.deep.equal(['v1:6789'])
    const causes = losses()
    fake.monmap = mapOf(2, ['v2:10.0.0.1:3300/0', v1])
    await fake.receive(encodeMessage(monMap, { monmapBl: encode(monMapCodec, fake.monmap) }))
    expect(fake.tried).to.deep.equal(['v1:6789', 'v2:3300'])
    await fake.client.close()
    expect(await causes).to.deep.equal(['The monitor now speaks msgr2'])
  })

  it('leaves monitors of another cluster, however often they come', async () => {
    await open()
    const causes = losses()
    for (let i = 0; i < 3; i++) {
      await fake.receive(monMapMessage(monmapOf(MONITORS, 9, OTHER)))
      await fake.clock.advance(3000)
    }
    expect(fake.client.monmap).to.include({ fsid: FSID, epoch: 1 })
    expect(fake.client.state).to.equal('have_session')
    await fake.client.close()
    expect(new Set(await causes).size).to.equal(1)
    expect(await causes).to.have.lengthOf(3)
    expect((await causes)[0])
      .to.include(OTHER)
      .and.include(FSID)
  })

  it('sends subscriptions again with start = have + 1 when the session changes', async () => {
    await open()
    const { watch } = fake.client
    const iterators = [watch.raw('osdmap'), watch.kv('app/'), watch.raw('fsmap', { start: 8, onetime: true })]
    await fake.receive(
      encodeMessage(osdMap, {
        fsid: FSID,
        maps: new Map([[7, Uint8Array.of(1)]]),
        incrementalMaps: new Map(),
        clusterOsdmapTrimLowerBound: 1,
        newestMap: 7
      }),
      encodeMessage(kvData, { prefix: 'app/', version: 4n, incremental: false, data: new Map() }),
      monMapMessage(monmapOf(MONITORS, 3))
    )
    await fake.lose()
    expect(fake.subscribed.sort()).to.deep.equal(['fsmap 8 once', 'kv:app/ 5', 'monmap 4', 'osdmap 8'])
    const ends = iterators.map(async iterator => {
      for await (const each of iterator) expect(each).to.be.an('object')
    })
    await fake.client.close()
    await Promise.all(ends)
  })

  it('subscribes with the next session to what is watched while there is none', async () => {
    await open()
    fake.reachable = () => false
    await fake.lose()
    const watching = fake.client.watch.raw('osdmap')
    await fake.client.watch.raw('fsmap').return!()
    fake.reachable = () => true
    await fake.clock.advance(10_000)
    expect(fake.subscribed).to.deep.equal(['monmap 2', 'osdmap 0'])
    await watching.return!()
  })

  it('gives the monmap that it has to who begins to watch, as its message too', async () => {
    await open()
    expect((await taken(fake.client.watch.monmap()))?.epoch).to.equal(1)
    const raw = await taken(fake.client.watch.raw('monmap'))
    expect([raw?.version, raw?.message.type]).to.deep.equal([1n, monMap.type])
  })

  it('gives messages of types that it does not know to who watches them', async () => {
    await open()
    const next = taken(fake.client.watch.raw('NVMeofGw', { type: 999 }))
    expect(fake.subscribed.at(-1)).to.equal('NVMeofGw 0')
    await fake.receive(unknown(999))
    const raw = await Promise.race([next, settle().then(() => undefined)])
    expect(raw?.message.type).to.equal(999)
  })

  describe('onMessage()', () => {
    it('gives what nobody else takes, in the order of handlers, until one takes it', async () => {
      await open()
      const seen: string[] = []
      const remove = fake.client.onMessage(({ type }) => seen.push(`first ${type}`) < 0)
      fake.client.onMessage(({ type }) => seen.push(`second ${type}`) > 0)
      fake.client.onMessage(({ type }) => seen.push(`third ${type}`) > 0)
      await fake.receive(unknown(999), ack(77n), monMapMessage(monmapOf(MONITORS, 2)))
      remove()
      await fake.receive(unknown(998))
      expect(seen).to.deep.equal(['first 999', 'second 999', 'second 998'])
    })

    it('gives maps that nobody watches, and not those that somebody does', async () => {
      await open()
      const seen: number[] = []
      fake.client.onMessage(({ type }) => seen.push(type) > 0)
      const map = encodeMessage(kvData, { prefix: 'app/', version: 4n, incremental: false, data: new Map() })
      await fake.receive(map)
      const watching = fake.client.watch.kv('app/')
      await fake.receive(map)
      await watching.return!()
      await fake.receive(map)
      expect(seen).to.deep.equal([kvData.type, kvData.type])
    })
  })

  describe('statfs()', () => {
    const stats = { kb: 3n, kbUsed: 2n, kbAvail: 1n, numObjects: 4n }
    const reply = (): OutgoingMessage => ({
      ...encodeMessage(statfsReply, { fsid: FSID, version: 1n, ...stats }),
      tid: 1n
    })

    it('tells how full the cluster is', async () => {
      await open()
      const result = fake.client.statfs()
      const { fsid, dataPool } = decodeFront(statfs, received(fake.sent(statfs.type)[0]!))
      expect({ fsid, dataPool }).to.deep.equal({ fsid: FSID, dataPool: undefined })
      await fake.receive(reply())
      expect(await result).to.deep.equal({ kb: 3n, kbUsed: 2n, kbAvail: 1n, objects: 4n })
    })

    it('takes no answer that is not 56 bytes long, and waits on', async () => {
      await open()
      const result = fake.client.statfs()
      const { front, ...rest } = reply()
      expect(front).to.have.lengthOf(56)
      await fake.receive({ ...rest, front: front.subarray(0, 55) }, { ...rest, front: Buffer.concat([front, front]) })
      await fake.receive(reply())
      expect((await result).kb).to.equal(3n)
      expect(fake.connections).to.have.lengthOf(1)
    })

    it('says which caps may be missing, or that there is no such pool', async () => {
      await open()
      for (const [options, likely] of [
        [{}, /"mon r"$/],
        [{ pool: 9n }, /"mon r", or there is no pool 9$/]
      ] as const) {
        const waiting = rejection(fake.client.statfs({ ...options, timeout: 100 }), MonTimeoutError)
        await fake.clock.advance(50)
        await fake.receive(encodeMessage(ping, { text: '{"mon_status":{"name":"a","state":"peon"}}' }))
        await fake.clock.advance(2500)
        expect(await waiting).to.include({ reason: 'caps', mayHaveExecuted: false })
        expect((await waiting).likely).to.match(likely)
      }
    })
  })

  it('ends every iteration without an error when it is closed', async () => {
    await open()
    const { watch } = fake.client
    const ends = [watch.monmap(), watch.osdmap(), watch.health(), watch.log(), watch.kv(''), fake.client.status()].map(
      async each => {
        const seen: unknown[] = []
        for await (const value of each) seen.push(value)
        return seen.length
      }
    )
    await settle()
    await fake.client.close()
    expect(await Promise.all(ends)).to.deep.equal([1, 0, 0, 0, 0, 2])
    for await (const each of watch.log()) expect.fail(`nothing can come: ${each.msg}`)
    expect(await watch.monmap().next()).to.deep.equal({ value: undefined, done: true })
  })

  it('tells a command that was sent from one that was not, when its time is over', async () => {
    await open()
    const sent = rejection(fake.client.command('fsid', { timeout: 500 }), MonTimeoutError)
    expect(fake.sent(monCommand.type)).to.have.lengthOf(1)
    await fake.clock.advance(500)
    expect(await sent).to.include({ mayHaveExecuted: true, retryable: false, reason: 'stalled' })
    fake.reachable = () => false
    await fake.lose()
    const unsent = rejection(fake.client.command('fsid', { timeout: 500 }), MonTimeoutError)
    await fake.clock.advance(500)
    expect(await unsent).to.include({ mayHaveExecuted: false, retryable: true, reason: 'no-session' })
  })
})

import { expect } from 'chai'
import { parseEntityAddr } from '@cephwire/codec'
import { createMemoryNetwork, createVirtualClock } from '@cephwire/messenger/testing'
import { failure } from '../support/attack.js'
import { pattern } from '../support/bytes.js'
import type { Transport } from '@cephwire/messenger'
import type { MemoryNetwork, MemoryNetworkInit, MemoryPort, VirtualClock } from '@cephwire/messenger/testing'

const ADDR = parseEntityAddr('v2:10.0.0.1:3300/0')

/** Numbers from 0 to 1 that are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000
  }
}

describe('createMemoryNetwork()', () => {
  let clock: VirtualClock
  let network: MemoryNetwork
  let port: MemoryPort
  let accepted: Transport[]
  let events: string[]

  const begin = async (init: Partial<MemoryNetworkInit> = {}): Promise<void> => {
    clock = createVirtualClock()
    accepted = []
    events = []
    network = createMemoryNetwork({
      clock,
      random: seeded(1),
      latency: [5, 5],
      observe: ({ kind, to, bytes }) =>
        events.push([clock.now(), kind, ...(kind === 'arrived' ? [to, bytes] : [])].join(' ')),
      ...init
    })
    port = await network.listen(ADDR, transport => accepted.push(transport))
  }
  beforeEach(() => begin())
  afterEach(() => expect(clock.sleepers).to.equal(0))

  const dial = (signal = new AbortController().signal): Promise<Transport> => network.dial(ADDR, { signal })
  const pair = async (): Promise<readonly [Transport, Transport]> => {
    const client = await clock.run(dial())
    return [client, accepted.at(-1)!]
  }
  const next = (transport: Transport): Promise<IteratorResult<Uint8Array>> =>
    transport.chunks[Symbol.asyncIterator]().next()
  const readAll = async (transport: Transport): Promise<Uint8Array[]> => {
    const got: Uint8Array[] = []
    for await (const chunk of transport.chunks) got.push(chunk)
    return got
  }
  const end = (...transports: readonly Transport[]): Promise<void> => {
    for (const transport of transports) transport.destroy()
    return clock.advance(1000)
  }

  it('connects after a round trip, and tells each end of the other', async () => {
    const [client, server] = await pair()
    expect(clock.now()).to.equal(10)
    expect(client.remote).to.equal(ADDR)
    expect(server.remote).to.deep.include({ type: 'any', host: '10.255.0.1' })
    expect(network.connections).to.have.lengthOf(1)
    expect(network.connections[0]).to.include({ client: server.remote, server: ADDR })
    await end(client, server)
  })

  it('carries copies in both directions, in order and in time', async () => {
    const [client, server] = await pair()
    const bytes = pattern(3)
    await client.write(bytes)
    bytes.fill(0)
    await client.write(pattern(4))
    await server.write(pattern(5))
    expect((await clock.run(next(server))).value).to.deep.equal(pattern(3))
    expect((await clock.run(next(server))).value).to.deep.equal(pattern(4))
    expect((await clock.run(next(client))).value).to.deep.equal(pattern(5))
    expect(clock.now()).to.equal(15)
    await end(client, server)
  })

  it('ends behind what was written; both ends are to be destroyed', async () => {
    const [client, server] = await pair()
    await client.write(pattern(3))
    client.destroy()
    client.destroy()
    expect(await failure(client.write(pattern(1)))).to.have.property('message', 'The connection is closed')
    expect(await clock.run(readAll(server))).to.deep.equal([pattern(3)])
    expect(await failure(server.write(pattern(1)))).to.have.property('message', 'write EPIPE')
    expect(network.connections).to.have.lengthOf(1)
    server.destroy()
    expect(network.connections).to.have.lengthOf(0)
    expect(events).to.deep.equal(['0 dial', '10 open', '15 arrived server 3', '15 arrived server 0', '15 closed'])
  })

  it('fails its own reader with the cause of destroy()', async () => {
    const [client, server] = await pair()
    const waiting = failure(next(client))
    const cause = new Error('enough')
    client.destroy(cause)
    expect(await waiting).to.equal(cause)
    expect(await next(client)).to.deep.equal({ value: undefined, done: true })
    await end(server)
  })

  it('refuses where nobody listens', async () => {
    await port.close()
    expect(await failure(clock.run(dial()))).to.have.property('message', 'connect ECONNREFUSED 10.0.0.1:3300')
    expect(network.connections).to.have.lengthOf(0)
  })

  it('gives each that asks for any port another one, and a port to one alone', async () => {
    const any = { host: '10.0.0.1', port: 0 }
    const ports = [await network.listen(any, () => undefined), await network.listen(any, () => undefined)]
    expect(new Set([...ports.map(({ port }) => port), 0])).to.have.property('size', 3)
    expect(await failure(network.listen(ADDR, () => undefined))).to.have.property(
      'message',
      'listen EADDRINUSE 10.0.0.1:3300'
    )
  })

  it('gives up dialling with the signal, at every stage', async () => {
    for (const [after, connections] of [
      [0, 0],
      [3, 0],
      [7, 1]
    ] as const) {
      const abort = new AbortController()
      const reason = new Error(`after ${after}`)
      if (after === 0) abort.abort(reason)
      const dialled = failure(dial(abort.signal))
      await clock.advance(after)
      expect(network.connections).to.have.lengthOf(connections)
      abort.abort(reason)
      expect(await clock.run(dialled)).to.equal(reason)
      await end(...accepted.splice(0))
      expect(network.connections).to.have.lengthOf(0)
    }
  })

  it('makes a writer wait while too much is unread', async () => {
    await begin({ window: 100 })
    const [client, server] = await pair()
    await client.write(pattern(100))
    let written = false
    const writing = client.write(pattern(1)).then(() => (written = true))
    await clock.advance(1000)
    expect(written).to.equal(false)
    await next(server)
    await writing
    const failing = client.write(pattern(101))
    client.destroy()
    expect(await failure(failing)).to.have.property('message', 'The connection is closed')
    await end(server)
  })

  it('cuts what is written, and loses nothing', async () => {
    await begin({ cutting: 0.5, latency: [1, 20] })
    const [client, server] = await pair()
    for (let i = 0; i < 100; i++) await client.write(pattern(100).fill(i))
    client.destroy()
    const chunks = await clock.run(readAll(server))
    expect(chunks.length).to.be.within(150, 250)
    expect(chunks.some(({ length }) => length === 0)).to.equal(false)
    expect(Buffer.concat(chunks)).to.deep.equal(
      Buffer.concat(Array.from({ length: 100 }, (_, i) => pattern(100).fill(i)))
    )
    await end(server)
  })

  it('does the same again with the same random numbers', async () => {
    const run = async (seed: number): Promise<string[]> => {
      await begin({ random: seeded(seed), cutting: 0.5, latency: [1, 20] })
      const [client, server] = await pair()
      for (let i = 0; i < 10; i++) await client.write(pattern(100))
      await end(client, server)
      return events
    }
    const first = await run(7)
    expect(await run(7)).to.deep.equal(first)
    expect(await run(8)).not.to.deep.equal(first)
  })

  describe('fault()', () => {
    const to = { host: ADDR.host, port: ADDR.port }

    it('refuse: nobody is let in', async () => {
      const stop = network.fault('refuse', { to })
      expect(await failure(clock.run(dial()))).to.have.property('message', 'connect ECONNREFUSED 10.0.0.1:3300')
      stop()
      await end(...(await pair()))
    })

    it('partition: what is sent and dialled arrives when it is over', async () => {
      const [client, server] = await pair()
      const stop = network.fault('partition', { to })
      await client.write(pattern(3))
      await server.write(pattern(4))
      const got = [next(server), next(client)]
      const dialled = dial()
      await clock.advance(60_000)
      expect(accepted).to.have.lengthOf(1)
      stop()
      expect((await clock.run(Promise.all(got))).map(({ value }) => (value as Uint8Array).length)).to.deep.equal([3, 4])
      await end(client, server, await clock.run(dialled), accepted[1]!)
    })

    for (const [fault, client, server] of [
      ['to-server', 4, undefined],
      ['to-client', undefined, 3]
    ] as const) {
      it(`${fault}: only the other direction works`, async () => {
        const ends = await pair()
        network.fault(fault, { to })
        await ends[0].write(pattern(3))
        await ends[1].write(pattern(4))
        const got: (number | undefined)[] = [undefined, undefined]
        const reading = ends.map((each, i) =>
          next(each).then(({ value }) => (got[i] = (value as Uint8Array | undefined)?.length))
        )
        await clock.advance(60_000)
        expect(got).to.deep.equal([client, server])
        network.heal()
        await clock.run(Promise.all(reading))
        expect(got).to.deep.equal([4, 3])
        await end(...ends)
      })
    }

    it('stall: dialling succeeds, nothing is read or answered until it is over', async () => {
      const [client, server] = await pair()
      const stop = network.fault('stall', { to })
      await client.write(pattern(3))
      await server.write(pattern(4))
      const second = await clock.run(dial())
      await second.write(pattern(5))
      await clock.advance(60_000)
      expect(accepted).to.have.lengthOf(1)
      stop()
      expect((await clock.run(next(accepted[1]!))).value).to.deep.equal(pattern(5))
      expect((await clock.run(next(server))).value).to.deep.equal(pattern(3))
      expect((await clock.run(next(client))).value).to.deep.equal(pattern(4))
      await end(client, server, second, accepted[1]!)
    })

    it('stall: who is not accepted when the server goes is reset', async () => {
      network.fault('stall')
      const client = await clock.run(dial())
      await port.close()
      expect(await failure(next(client))).to.have.property('message', 'read ECONNRESET')
      await end(client)
      expect(network.connections).to.have.lengthOf(0)
    })

    it('holds for the hosts that it is said for, and as often as it is said', async () => {
      const stops = [
        network.fault('refuse', { to: { host: '10.0.0.2' } }),
        network.fault('refuse', { from: '10.255.0.2' }),
        network.fault('refuse', { from: '10.255.0.2', to: { host: ADDR.host } })
      ]
      await end(...(await pair()))
      const other = (): Promise<Transport> =>
        network.dialFrom('10.255.0.2')(ADDR, { signal: new AbortController().signal })
      await failure(clock.run(other()))
      stops[1]!()
      stops[1]!()
      await failure(clock.run(other()))
      stops[2]!()
      await end(await clock.run(other()), accepted.at(-1)!)
    })
  })

  it('reset(): both ends fail, what is under way is lost', async () => {
    const [client, server] = await pair()
    const [other, otherServer] = await pair()
    await client.write(pattern(3))
    expect(network.reset({ to: { host: '10.0.0.2' } })).to.equal(0)
    expect(network.reset()).to.equal(2)
    for (const each of [client, server, other, otherServer]) {
      expect(await failure(next(each))).to.have.property('message', 'read ECONNRESET')
      expect(await failure(each.write(pattern(1)))).to.have.property('message', 'read ECONNRESET')
    }
    await end(client, server, other, otherServer)
    expect(network.connections).to.have.lengthOf(0)
  })
})

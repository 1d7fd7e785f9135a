import { createTestCluster } from '@cephwire/test-monitor'
import { createMemoryNetwork, createVirtualClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { TestClient, rejection } from './test-client.js'
import type { TestClusterOptions, TestCluster } from '@cephwire/test-monitor'
import type { MemoryNetwork, VirtualClock } from '@cephwire/messenger/testing'
import type { TestClientInit } from './test-client.js'

/** Numbers from 0 to 1 that are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000
  }
}

interface World {
  readonly clock: VirtualClock
  readonly network: MemoryNetwork
  readonly cluster: TestCluster
  /** What has happened on the network, with the times. */
  readonly events: readonly string[]
  readonly connect: (init?: TestClientInit) => Promise<TestClient>
}

async function startWorld(options: TestClusterOptions = {}, seed = 1): Promise<World> {
  const clock = createVirtualClock()
  const random = seeded(seed)
  const events: string[] = []
  const network = createMemoryNetwork({
    clock,
    random,
    latency: [1, 10],
    cutting: 0.1,
    observe: ({ kind, client, server, to = '', bytes = '' }) =>
      events.push(`${clock.now()} ${client.port}-${server.port} ${kind} ${to} ${bytes}`)
  })
  const cluster = await createTestCluster({
    clock,
    listen: network.listen,
    random: length => Uint8Array.from({ length }, () => random() * 256),
    startTime: 1_700_000_000_000,
    ...options
  })
  const connect = (init: TestClientInit = {}): Promise<TestClient> =>
    TestClient.connect(cluster, { ...init, connect: { dial: network.dial, clock } })
  return { clock, network, cluster, events, connect }
}

/** Nothing may be left. */
async function endWorld({ clock, network, cluster }: World): Promise<void> {
  await clock.run(cluster.stop())
  expect({ connections: network.connections, sleepers: clock.sleepers }).to.deep.equal({ connections: [], sleepers: 0 })
}

describe('A test cluster on a network in memory', () => {
  for (const mode of ['secure', 'crc', 'legacy'] as const) {
    it(`answers commands in ${mode} mode`, async () => {
      const world = await startWorld()
      const talk = async (): Promise<string> => {
        const client = await world.connect({ mode, monitor: 'c' })
        const { output } = await client.command({ prefix: 'fsid' })
        await client.close()
        return output
      }
      expect(await world.clock.run(talk())).to.equal(`${world.cluster.fsid}\n`)
      await endWorld(world)
    })
  }

  it('lets minutes pass in no time: sessions end with the quorum', async () => {
    const world = await startWorld({ auth: 'none', monLease: 60_000 })
    const { clock, cluster, connect } = world
    const client = await clock.run(connect({ auth: 'none' }))
    const before = clock.now()
    await clock.run(Promise.all(['b', 'c'].map(name => cluster.monitor(name).stop())))
    await clock.run(client.connection.closed)
    expect(clock.now() - before).to.be.within(120_000, 120_100)
    await clock.run(client.close())
    await endWorld(world)
  })

  it('starts monitors again where they were, and more of them', async () => {
    const world = await startWorld({ auth: 'none' })
    const { clock, cluster, connect } = world
    const { v2Addr } = cluster.monitor('a')
    await clock.run(cluster.monitor('a').stop())
    expect(await rejection(clock.run(connect({ auth: 'none' })))).to.have.property('retryable', true)
    await clock.run(cluster.monitor('a').start())
    expect(cluster.monitor('a').v2Addr).to.deep.equal(v2Addr)
    await clock.run(cluster.addMonitor('d'))
    const clients = await clock.run(Promise.all(['a', 'd'].map(monitor => connect({ auth: 'none', monitor }))))
    await clock.run(Promise.all(clients.map(client => client.close())))
    await endWorld(world)
  })

  it('ends a frame where the faults say', async () => {
    const world = await startWorld({ auth: 'none' })
    const { clock, cluster, connect } = world
    for (const fault of [{ dropAfterFrame: 1 }, { dropAfterFrame: 0 }, { cutFrame: 2 }, { dropAfterByte: 50 }]) {
      cluster.monitor('a').faults.set(fault)
      expect(await rejection(clock.run(connect({ auth: 'none' })))).to.have.property('retryable', true)
      cluster.monitor('a').faults.clear()
    }
    const client = await clock.run(connect({ auth: 'none' }))
    cluster.monitor('a').faults.set({ dropAfterFrame: 0 })
    expect(await rejection(clock.run(client.command({ prefix: 'fsid' })))).to.have.property('retryable', true)
    await clock.run(client.close())
    await endWorld(world)
  })

  it('does the same again with the same random numbers', async () => {
    const run = async (seed: number): Promise<readonly string[]> => {
      const world = await startWorld({}, seed)
      const { clock, connect } = world
      const talk = async (mode: 'secure' | 'crc'): Promise<void> => {
        const client = await connect({ mode })
        client.subscribe({ monmap: 0, osdmap: 0 })
        await Promise.all(Array.from({ length: 10 }, () => client.command({ prefix: 'status' })))
        await client.close()
      }
      await clock.run(Promise.all([talk('secure'), talk('crc')]))
      await endWorld(world)
      return world.events
    }
    const first = await run(1)
    expect(first.length).to.be.greaterThan(50)
    expect(await run(1)).to.deep.equal(first)
    expect(await run(2)).not.to.deep.equal(first)
  })
})

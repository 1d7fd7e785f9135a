import { spawn } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createTestCluster } from '@cephwire/test-monitor'
import { expect } from 'chai'
import { connect } from '../src/connect.js'
import type { TestCluster } from '@cephwire/test-monitor'
import type { RequestEndDiagnostics } from '../src/diagnostics.js'
import type { MonClient } from '../src/mon-client.js'

/** 1 unless the whole of it is wanted. */
const ALL = process.env['CEPHWIRE_LEAKS'] === '1'
const COMMANDS = ALL ? 100_000 : 10_000
const RECONNECTS = ALL ? 1000 : 100
/** Commands side by side. */
const LANES = 50
const MIB = 1024 * 1024

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void

interface Memory {
  readonly heapUsed: number
  readonly external: number
}

/** What is used when everything is collected that can be. */
async function memory(): Promise<Memory> {
  for (let i = 0; i < 4; i++) {
    gc()
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  const { heapUsed, external } = process.memoryUsage()
  return { heapUsed, external }
}

/** Does something often, and expects that nothing of it is left: after as many times as it takes to warm up. */
async function expectFlat(warmUp: number, times: number, run: (times: number) => Promise<void>): Promise<void> {
  await run(warmUp)
  const before = await memory()
  await run(times)
  const after = await memory()
  const [heap, external] = [after.heapUsed - before.heapUsed, after.external - before.external]
  if (ALL) console.log(`${times} times: heapUsed ${heap} bytes, external ${external} bytes`)
  expect(heap, 'heapUsed').to.be.lessThan(2 * MIB)
  expect(external, 'external').to.be.lessThan(MIB)
}

describe('What a client leaves behind', function () {
  this.timeout(ALL ? 600_000 : 30_000).slow(ALL ? 600_000 : 15_000)
  let cluster: TestCluster

  before(async () => {
    cluster = await createTestCluster()
    cluster.commands.register({ signature: 'echo name=text,type=CephString', handler: () => ({ output: 'x' }) })
  })
  after(() => cluster.stop())

  const open = (options: Parameters<typeof connect>[0] = {}): Promise<MonClient> =>
    connect({ monHost: cluster.monHost, key: cluster.adminKey, config: { no_config_file: 'true' }, ...options })

  it(`is nothing after ${COMMANDS.toLocaleString('en')} commands`, async () => {
    const client = await open()
    const ended = { well: 0, badly: 0 }
    const lane = async (times: number): Promise<void> => {
      for (let i = 0; i < times; i++) {
        // Of all kinds: those that succeed, that are refused, and that are given up.
        const kind = i % 10
        const signal = kind === 8 ? AbortSignal.abort(new Error('not wanted any more')) : undefined
        const command = kind === 9 ? { prefix: 'no such command' } : { prefix: 'echo', text: String(i) }
        await client.command(command, signal === undefined ? {} : { signal }).then(
          () => ended.well++,
          () => ended.badly++
        )
      }
    }
    const run = async (times: number): Promise<void> => {
      await Promise.all(Array.from({ length: LANES }, () => lane(times / LANES)))
    }
    const warmUp = ALL ? 10_000 : 2500
    await expectFlat(warmUp, COMMANDS, run)
    expect(ended).to.deep.equal({ well: (warmUp + COMMANDS) * 0.8, badly: (warmUp + COMMANDS) * 0.2 })
    await client.close()
  })

  it(`is nothing after ${RECONNECTS.toLocaleString('en')} sessions that were lost under commands and watchers`, async () => {
    const ends = new Map<bigint, number>()
    const listen = (message: unknown): void => {
      const { tid } = message as RequestEndDiagnostics
      ends.set(tid, (ends.get(tid) ?? 0) + 1)
    }
    subscribe('ceph:mon:request:end', listen)
    const client = await open({ hunting: { interval: 10 } })
    const maps = client.watch.osdmap()
    const issued: Promise<unknown>[] = []
    const run = async (times: number): Promise<void> => {
      for (let i = 0; i < times; i++) {
        const name = client.session!.monitor
        const requests = [client.command({ prefix: 'echo', text: 'x' }), client.getVersion('osdmap')]
        const once = client.command({ prefix: 'echo', text: 'y' }, { resend: false }).catch(() => undefined)
        const log = client.watch.log()
        for (const connection of cluster.monitor(name).connections) connection.drop()
        issued.push(...requests, once)
        await Promise.all([...requests, once])
        await log.return!()
      }
      await Promise.all(issued.splice(0))
    }
    try {
      const warmUp = ALL ? 500 : 50
      await expectFlat(warmUp, RECONNECTS, run)
      await maps.return!()
      await client.close()
      const asked = 3 * (warmUp + RECONNECTS)
      expect(ends.size).to.equal(asked)
      expect([...ends.values()].every(times => times === 1)).to.equal(true)
    } finally {
      unsubscribe('ceph:mon:request:end', listen)
      await client.close()
    }
  })

  it('is nothing after clients that were opened and closed', async () => {
    await expectFlat(RECONNECTS / 2, RECONNECTS, async times => {
      for (let i = 0; i < times; i++) {
        const client = await open()
        const [map] = [client.watch.monmap(), client.watch.health()]
        await map.next()
        await client.command('fsid')
        await client.close()
      }
    })
  })
})

/** Clients with watchers and commands, closed when they are told so. */
const program = (options: readonly object[]): string => `
  import { connect } from '@cephwire/mon-client'
  const settled = []
  const settle = promise => settled.push(promise.then(() => 'well', () => 'badly'))
  const read = async iterator => { for await (const each of iterator); }
  const open = async options => {
    const mon = await connect(options)
    const { watch } = mon
    for (const each of [watch.osdmap(), watch.log(), watch.health(), watch.kv('x'), mon.status()]) settle(read(each))
    for (let i = 0; i < 100; i++) settle(mon.command('hang'))
    settle(mon.waitForMap('osdmap', 1_000_000))
    settle(mon.ping('a'))
    return mon
  }
  const clients = await Promise.all(${JSON.stringify(options)}.map(open))
  console.log('ready')
  process.stdin.once('data', async () => {
    process.stdin.destroy()
    const states = clients.map(({ state }) => state)
    const started = performance.now()
    await Promise.all(clients.map(mon => mon.close()))
    const millis = performance.now() - started
    await Promise.all(settled)
    console.log(JSON.stringify({ states, millis, settled: settled.length }))
  })
`

describe('A process whose clients were closed', function () {
  this.timeout(30_000).slow(15_000)
  let clusters: TestCluster[]

  before(async () => {
    clusters = await Promise.all([1, 2, 3].map(() => createTestCluster({ monitors: 1 })))
    for (const { commands } of clusters) {
      commands.register({ signature: 'hang', handler: () => new Promise(() => undefined) })
    }
  })
  after(() => Promise.all(clusters.map(cluster => cluster.stop())))

  it('ends by itself within a second: one was in a session, one with a monitor gone silent, one on the hunt', async () => {
    const options = clusters.map(({ monHost, adminKey: key }) => ({ monHost, key, config: { no_config_file: 'true' } }))
    const flags = ['--conditions=@cephwire/source', '--import', 'ts-blank-space/register', '--input-type=module']
    const child = spawn(process.execPath, [...flags, '-e', program(options)], {
      cwd: import.meta.dirname,
      stdio: ['pipe', 'pipe', 'inherit']
    })
    const exited = once(child, 'exit')
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    expect((await lines.next()).value).to.equal('ready')
    for (const connection of clusters[1]!.monitor('a').connections) connection.faults.set({ stallAfterFrame: 1 })
    await clusters[2]!.stop()
    child.stdin.write('close\n')
    const { states, millis, settled } = JSON.parse(String((await lines.next()).value)) as Record<string, unknown>
    const told = performance.now()
    const [code] = (await exited) as [number | null]
    expect(code).to.equal(0)
    expect(performance.now() - told).to.be.lessThan(1000)
    expect({ states, settled }).to.deep.equal({ states: ['have_session', 'have_session', 'hunting'], settled: 3 * 107 })
    expect(millis).to.be.lessThan(500)
  })
})

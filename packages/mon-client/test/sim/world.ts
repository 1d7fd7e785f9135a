import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { CephError } from '@cephwire/codec'
import { createMemoryNetwork, createVirtualClock } from '@cephwire/messenger/testing'
import { connect } from '../../src/index.js'
import { Asker } from './asker.js'
import { SimCluster } from './cluster.js'
import { describeError, Ledger } from './ledger.js'
import { Watchers } from './watchers.js'
import type { MemoryNetwork, VirtualClock } from '@cephwire/messenger/testing'
import type { RequestEndDiagnostics, RequestSentDiagnostics } from '../../src/diagnostics.js'
import type { MonClient } from '../../src/index.js'
import type { Random } from './random.js'
import type { Schedule, SimEvent } from './schedule.js'

/** What a world is made of. */
export interface WorldInit {
  readonly schedule: Schedule
  readonly random: Random
  /** Told of what is not as it should be. */
  readonly fail: (violation: string) => void
  /** Told of everything that happens. */
  readonly trace: ((text: string) => void) | undefined
}

/** How long close() may take: what the messenger allows for what is still to be written, and something. */
const CLOSE_LIMIT = 500
/** How much later than by its options a dead session may be noticed. */
const SESSION_SLACK = 1000
/** The longest timeout of any request, and something. */
const PENDING_LIMIT = 60_000
/** What everybody has to be told within, once all is well. */
const NEWS_LIMIT = 10_000

const PLAIN = { work: 0, resend: true, input: 0, output: 0 } as const

/** A cluster, a client, and everything that happens to them. */
export class World {
  readonly clock: VirtualClock = createVirtualClock()
  readonly ledger: Ledger
  readonly #init: WorldInit
  readonly #network: MemoryNetwork
  readonly #watchers: Watchers
  readonly #closings: Promise<void>[] = []
  /** Since when clients have had their sessions; Infinity while they have none. */
  readonly #sessions = new Map<MonClient, number>()
  /** Requests of the present client that it has settled, by tid. */
  readonly #settled = new Set<bigint>()
  #sim!: SimCluster
  #asker!: Asker
  #client: MonClient | undefined
  #connecting = new AbortController()
  #connected!: Promise<void>
  /** Milliseconds from the end of all faults to the first answer. */
  recovery = 0

  constructor(init: WorldInit) {
    this.#init = init
    const { schedule, random, trace } = init
    const { latency, cutting } = schedule.setup
    this.ledger = new Ledger(this.clock, init.fail)
    this.#watchers = new Watchers({ clock: this.clock, fail: init.fail, trace: this.#trace })
    this.#network = createMemoryNetwork({
      clock: this.clock,
      random: random.fork().number,
      latency,
      cutting,
      ...(trace === undefined
        ? {}
        : {
            observe: ({ kind, client, server, to = '', bytes = '' }) =>
              trace(`net ${client.port} ${server.port} ${kind} ${to} ${bytes}`.trimEnd())
          })
    })
  }

  /** Plays the schedule to its end. Resolves when nothing should be left. */
  async play(): Promise<void> {
    subscribe('ceph:mon:request:sent', this.#onSent)
    subscribe('ceph:mon:request:end', this.#onEnd)
    try {
      await this.#play()
    } finally {
      unsubscribe('ceph:mon:request:sent', this.#onSent)
      unsubscribe('ceph:mon:request:end', this.#onEnd)
    }
  }

  async #play(): Promise<void> {
    const { schedule, random } = this.#init
    const { clock, ledger } = this
    this.#sim = await SimCluster.start({
      setup: schedule.setup,
      clock,
      network: this.#network,
      random: random.fork(),
      executed: token => {
        this.#trace(() => `executed ${token}`)
        ledger.executed(token)
      },
      cutOff: (monitor, since) => this.#checkSession(monitor, since)
    })
    this.#asker = new Asker({
      clock,
      ledger,
      setup: schedule.setup,
      sim: this.#sim,
      sessionSince: client => this.#sessions.get(client) ?? Infinity,
      trace: this.#trace
    })
    this.#connected = this.#connect()
    for (const event of schedule.events) {
      await clock.sleep(event.at - clock.now())
      this.#trace(() => JSON.stringify(event))
      this.#happen(event)
    }
    await clock.sleep(schedule.length - clock.now())
    this.#trace(() => 'heal')
    await this.#sim.heal()
    await this.#recover()
    await this.#end()
  }

  readonly #onSent = (message: unknown): void => {
    const { tid, what, attempt } = message as RequestSentDiagnostics
    this.#trace(() => `sent ${tid} ${what}, ${attempt}`)
    if (this.#settled.has(tid)) this.#fail(`${what}: sent again when it was settled already`)
  }

  readonly #onEnd = (message: unknown): void => {
    const { tid, what } = message as RequestEndDiagnostics
    if (this.#settled.has(tid)) this.#fail(`${what}: settled twice`)
    this.#settled.add(tid)
  }

  readonly #trace = (text: () => string): void => {
    this.#init.trace?.(text())
  }

  #fail(violation: string): void {
    this.#init.fail(violation)
  }

  #happen(event: SimEvent): void {
    switch (event.kind) {
      case 'close':
        if (this.#client === undefined) this.#connecting.abort(new Error('not wanted any more'))
        else {
          this.#close(this.#client)
          this.#connected = this.#connect()
        }
        break
      case 'watch':
        if (this.#client !== undefined) {
          const { back, millis } = event
          const start = back === undefined ? 0 : Math.max(1, this.#sim.cluster.state.osdmap.epoch - back)
          this.#watchers.watch(this.#client, this.#sim, event, start, this.#asker.cancelledAfter(millis))
        }
        break
      case 'command':
      case 'getVersion':
      case 'ping':
      case 'tell':
      case 'statfs':
      case 'log':
      case 'waitForMap':
      case 'getOsdMaps':
      case 'keepalive':
        if (this.#client !== undefined) this.#asker.ask(this.#client, event)
        break
      case 'bump':
      case 'kv':
      case 'config':
      case 'lines':
        this.#sim.change(event)
        break
      default:
        this.#sim.happen(event)
    }
  }

  /** Connects, as often as it takes. */
  async #connect(): Promise<void> {
    const { clock } = this
    const { auth, msMode, hunting, keepalive, connectTimeout, commandTimeout } = this.#init.schedule.setup
    const { adminKey } = this.#sim.cluster
    const random = this.#init.random.fork()
    while (this.#client === undefined) {
      const { monHost } = this.#sim.cluster
      const began = clock.now()
      this.#connecting = new AbortController()
      this.#settled.clear()
      const { signal } = this.#connecting
      try {
        this.#has(
          await connect({
            monHost,
            ...(auth === 'cephx' ? { key: adminKey } : {}),
            config: { no_config_file: 'true', auth_client_required: auth },
            msMode,
            hunting,
            keepalive,
            connectTimeout,
            commandTimeout,
            signal,
            clock,
            random: random.number,
            dial: this.#network.dial
          })
        )
      } catch (error) {
        this.#trace(() => `not connected: ${String(error)}`)
        if (error !== signal.reason && !CephError.isCephError(error)) this.#fail(`connect: ${describeError(error)}`)
        await clock.sleep(500)
      }
      const took = clock.now() - began
      const limit = connectTimeout + CLOSE_LIMIT + 500
      if (took > limit) this.#fail(`connect took ${took} ms, the limit is ${limit}`)
    }
  }

  #has(client: MonClient): void {
    this.#trace(() => `connected as ${client.globalId}`)
    this.#client = client
    this.#watchers.followStatus(client, state =>
      this.#sessions.set(client, state === 'have_session' ? this.clock.now() : Infinity)
    )
    for (const watching of this.#init.schedule.setup.watches) this.#watchers.stand(client, this.#sim, watching)
  }

  /** Closes the present client. */
  #close(client: MonClient): void {
    const { clock, ledger } = this
    this.#client = undefined
    const began = clock.now()
    const closed = async (): Promise<void> => {
      await client.close()
      this.#trace(() => `closed ${client.globalId}`)
      const took = clock.now() - began
      if (took > CLOSE_LIMIT) this.#fail(`close() took ${took} ms`)
      if (client.state !== 'closed') this.#fail(`a closed client is ${client.state}`)
      const outcome = await this.#asker.command(client, { prefix: 'sim read', ...PLAIN })
      if (outcome !== 'closed') this.#fail(`a closed client's command: ${outcome}`)
      // Whoever waits is told in the same turn.
      await clock.sleep(0)
      for (const what of ledger.pending(client)) this.#fail(`close() leaves ${what}`)
    }
    this.#closings.push(closed())
    if (client.state !== 'closed') this.#fail(`a client that is being closed is ${client.state}`)
  }

  /** A monitor has been out of reach: nobody may have taken that for a session for longer than keepalives allow. */
  #checkSession(monitor: string, since: number): void {
    const { keepalive, latency } = this.#init.schedule.setup
    const lasted = this.clock.now() - since
    const limit = keepalive.interval + keepalive.timeout + SESSION_SLACK + latency[1]
    const client = this.#client
    if (client?.session?.monitor !== monitor || lasted <= limit || this.#sessions.get(client)! >= since) return
    this.#fail(`a session with ${monitor} for ${lasted} ms without a sign of life`)
  }

  /** The longest that a client may need to get over whatever has happened. */
  get #patience(): number {
    const { keepalive, hunting } = this.#init.schedule.setup
    return keepalive.interval + keepalive.timeout + 20 * hunting.interval + 20_000
  }

  async #recover(): Promise<void> {
    const { clock } = this
    const healed = clock.now()
    await this.#connected
    const client = this.#client!
    const outcome = await this.#asker.command(client, { prefix: 'sim write', ...PLAIN, timeout: this.#patience })
    this.recovery = clock.now() - healed
    if (outcome !== 'ok') this.#fail(`after all faults were over, a command: ${outcome}`)
    if (this.recovery > this.#patience) this.#fail(`recovered after ${this.recovery} ms`)
    await this.#tellAll(client)
    const patience = new AbortController()
    const enough = clock.sleep(PENDING_LIMIT, { signal: patience.signal }).catch(() => undefined)
    await Promise.race([this.ledger.idle(), enough])
    patience.abort(new Error('no more'))
    for (const what of this.ledger.pending()) this.#fail(`${what} does not settle`)
    // Attempts that were given up, and connections of their own, are on their way out.
    await clock.sleep(1000 + 10 * this.#init.schedule.setup.latency[1])
    this.#left('connections of a client with a session', this.#network.connections.length, 1)
  }

  /** Something of everything changes: who has missed nothing knows all then. */
  async #tellAll(client: MonClient): Promise<void> {
    const { clock } = this
    this.#sim.change({ kind: 'bump', map: 'monmap', times: 1 })
    this.#sim.change({ kind: 'bump', map: 'osdmap', times: 2 })
    this.#sim.change({ kind: 'kv', entries: [['sim/last', 'x']] })
    this.#sim.change({ kind: 'config', value: 'last' })
    this.#sim.change({ kind: 'lines', prios: [4] })
    const began = clock.now()
    const limit = NEWS_LIMIT + 10 * this.#init.schedule.setup.latency[1]
    while (this.#watchers.missing(client).length > 0 && clock.now() - began < limit) await clock.sleep(100)
    for (const missing of this.#watchers.missing(client)) this.#fail(`a watcher has not seen ${missing}`)
  }

  /** Closes the client, and looks at what is left. */
  async #end(): Promise<void> {
    const { clock } = this
    this.#close(this.#client!)
    await Promise.all(this.#closings)
    // What is under way arrives, slow readers come to the end, signals of requests that are settled are aborted.
    await clock.sleep(30_000)
    if (this.#watchers.running > 0) this.#fail(`${this.#watchers.running} watchers of a closed client do not end`)
    this.#left('connections beside a closed client', this.#network.connections.length, 0)
    // Each monitor has one that ticks.
    this.#left('sleepers beside a closed client', clock.sleepers, this.#sim.cluster.monitors.length)
    await this.#sim.cluster.stop()
    this.#left('connections', this.#network.connections.length, 0)
    this.#left('sleepers', clock.sleepers, 0)
    this.ledger.close()
  }

  #left(what: string, count: number, expected: number): void {
    if (count !== expected) this.#fail(`${count} ${what}, expected are ${expected}`)
  }
}

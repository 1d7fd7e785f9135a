import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { CephError } from '@cephwire/codec'
import { createMemoryNetwork, createVirtualClock } from '@cephwire/messenger/testing'
import { connect } from '../../src/index.js'
import { describeError, Ledger } from './ledger.js'
import { SimCluster } from './cluster.js'
import type { MemoryNetwork, VirtualClock } from '@cephwire/messenger/testing'
import type { MonClient } from '../../src/index.js'
import type { RequestEndDiagnostics, RequestSentDiagnostics } from '../../src/diagnostics.js'
import type { Random } from './random.js'
import type { Demand, Schedule, SimEvent } from './schedule.js'

/** What a world is made of. */
export interface WorldInit {
  readonly schedule: Schedule
  readonly random: Random
  /** Told of what is not as it should be. */
  readonly fail: (violation: string) => void
  /** Told of everything that happens. */
  readonly trace: ((text: string) => void) | undefined
}

type Demanded = Extract<SimEvent, Demand>

/** How long close() may take: what the messenger allows for what is still to be written, and something. */
const CLOSE_LIMIT = 500
/** How long an answer may take that nothing stands in the way of, beside work and latency. */
const ANSWER_LIMIT = 100
/** How much later than by its options a dead session may be noticed. */
const SESSION_SLACK = 1000
/** The longest timeout of any request, and something. */
const PENDING_LIMIT = 60_000

/** A cluster, a client, and everything that happens to them. */
export class World {
  readonly clock: VirtualClock = createVirtualClock()
  readonly ledger: Ledger
  readonly #init: WorldInit
  readonly #network: MemoryNetwork
  readonly #closings: Promise<void>[] = []
  readonly #watchers = new Set<Promise<void>>()
  /** Since when clients have had their sessions; Infinity while they have none. */
  readonly #sessions = new Map<MonClient, number>()
  /** Requests of the present client that it has settled, by tid. */
  readonly #settled = new Set<bigint>()
  #sim!: SimCluster
  #client: MonClient | undefined
  #connecting = new AbortController()
  #connected!: Promise<void>
  #tokens = 0
  /** The newest epoch that the present client's first watcher has seen. */
  #seen = 0
  /** Milliseconds from the end of all faults to the first answer. */
  recovery = 0

  constructor(init: WorldInit) {
    this.#init = init
    const { schedule, random, trace } = init
    const { latency, cutting } = schedule.setup
    this.ledger = new Ledger(this.clock, init.fail)
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

  #trace(text: () => string): void {
    this.#init.trace?.(text())
  }

  #fail(violation: string): void {
    this.#init.fail(violation)
  }

  #happen(event: SimEvent): void {
    switch (event.kind) {
      case 'command':
      case 'getVersion':
      case 'ping':
      case 'keepalive':
      case 'watch':
        if (this.#client !== undefined) this.#ask(this.#client, event)
        break
      case 'close':
        if (this.#client === undefined) this.#connecting.abort(new Error('not wanted any more'))
        else {
          this.#close(this.#client)
          this.#connected = this.#connect()
        }
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
        const client = await connect({
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
        this.#trace(() => `connected as ${client.globalId}`)
        this.#client = client
        this.#seen = 0
        this.#watch(client, epoch => (this.#seen = epoch))
        this.#follow(client)
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

  /** Closes the present client. */
  #close(client: MonClient): void {
    const { ledger } = this
    this.#client = undefined
    const began = this.clock.now()
    const closed = async (): Promise<void> => {
      await client.close()
      this.#trace(() => `closed ${client.globalId}`)
      const took = this.clock.now() - began
      if (took > CLOSE_LIMIT) this.#fail(`close() took ${took} ms`)
      if (client.state !== 'closed') this.#fail(`a closed client is ${client.state}`)
      for (const what of ledger.pending(client)) this.#fail(`close() leaves ${what}`)
      const outcome = await this.#command(client, { prefix: 'sim read', work: 0, resend: true, input: 0, output: 0 })
      if (outcome !== 'closed') this.#fail(`a closed client's command: ${outcome}`)
    }
    this.#closings.push(closed())
    if (client.state !== 'closed') this.#fail(`a client that is being closed is ${client.state}`)
  }

  #ask(client: MonClient, event: Demanded): void {
    const { ledger } = this
    const { commandTimeout } = this.#init.schedule.setup
    if (event.kind === 'close') return
    if (event.kind === 'watch') {
      const stop = this.#cancelledAfter(event.millis)
      this.#watch(client, () => undefined, stop)
      return
    }
    const signal = event.cancelAfter === undefined ? undefined : this.#cancelledAfter(event.cancelAfter)
    const call = { ...(signal === undefined ? {} : { signal }) }
    if (event.kind === 'keepalive') {
      void ledger.issue(
        { what: 'keepalive', timeout: undefined, signal, mayFail: true, client },
        () => client.keepalive(call),
        roundTrip => (roundTrip >= 0 ? undefined : `round trip ${roundTrip}`)
      )
      return
    }
    const timeout = event.timeout ?? commandTimeout
    const timed = { ...call, ...(event.timeout === undefined ? {} : { timeout }) }
    switch (event.kind) {
      case 'command':
        void this.#command(client, event, signal)
        break
      case 'getVersion': {
        const before = this.#epochOf(event.map)
        void ledger.issue(
          { what: `version of ${event.map}`, timeout, signal, client, hindered: this.#hindered(client, 0) },
          () => client.getVersion(event.map, timed),
          ({ newest }) =>
            newest < before || newest > this.#epochOf(event.map)
              ? `version ${newest}, not ${before} or newer`
              : undefined
        )
        break
      }
      case 'ping':
        void ledger.issue(
          { what: `ping of ${event.monitor}`, timeout, slack: CLOSE_LIMIT, signal, mayFail: true, apart: true, client },
          () => client.ping(event.monitor, timed),
          answer => (typeof answer === 'object' ? undefined : 'the answer is no object')
        )
        break
    }
  }

  #command(
    client: MonClient,
    event: Omit<Extract<Demand, { kind: 'command' }>, 'kind' | 'cancelAfter'>,
    signal?: AbortSignal
  ): ReturnType<Ledger['issue']> {
    const { prefix, work, resend, input, output } = event
    const token = `${prefix.replace(' ', '-')}-${++this.#tokens}`
    const timeout = event.timeout ?? this.#init.schedule.setup.commandTimeout
    const options = {
      ...(event.timeout === undefined ? {} : { timeout }),
      ...(signal === undefined ? {} : { signal }),
      ...(input === 0 ? {} : { input: new Uint8Array(input) }),
      ...(resend ? {} : { resend })
    }
    return this.ledger
      .issue(
        {
          what: 'command',
          token,
          timeout,
          signal,
          resend,
          refused: prefix === 'sim refuse',
          client,
          hindered: this.#hindered(client, work)
        },
        () => client.command({ prefix, token, work, output }, options),
        reply => {
          if (reply.text() !== token + '.'.repeat(output)) return `the answer is ${reply.text().slice(0, 40)}`
          return reply.status === String(input) ? undefined : `the monitor has read ${reply.status} bytes of ${input}`
        }
      )
      .then(outcome => {
        this.#trace(() => `${token}: ${outcome}`)
        return outcome
      })
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

  /** Whether a request that was issued at some time could not be answered in time, work included. */
  #hindered(client: MonClient, work: number): (issuedAt: number) => boolean {
    return issuedAt => {
      const sentAt = Math.max(issuedAt, this.#sessions.get(client) ?? Infinity)
      const needed = work + ANSWER_LIMIT + 10 * this.#init.schedule.setup.latency[1]
      return this.#sim.calmSince > sentAt || this.clock.now() - sentAt <= needed
    }
  }

  /** A signal that is aborted after a time; after 0 at once. */
  #cancelledAfter(millis: number): AbortSignal {
    const abort = new AbortController()
    const reason = new Error('not wanted any more')
    if (millis === 0) abort.abort(reason)
    else void this.clock.sleep(millis).then(() => abort.abort(reason))
    return abort.signal
  }

  /** Watches the monmap: epochs only grow. */
  #watch(client: MonClient, seen: (epoch: number) => void, signal?: AbortSignal): void {
    const watching = async (): Promise<void> => {
      let last = 0
      for await (const { epoch } of client.watch.monmap(signal === undefined ? {} : { signal })) {
        this.#trace(() => `monmap ${epoch}`)
        if (epoch <= last) this.#fail(`a watcher sees monmap ${epoch} after ${last}`)
        last = epoch
        seen(epoch)
      }
      if (signal?.aborted !== true && client.state !== 'closed') this.#fail('a watcher of the monmap ends by itself')
    }
    this.#begin(watching())
  }

  /** Reads the status: each session is followed by a hunt, and the end is the end. */
  #follow(client: MonClient): void {
    const following = async (): Promise<void> => {
      let last = ''
      for await (const status of client.status()) {
        this.#trace(() => `client ${status.state}`)
        if (status.state === last) this.#fail(`${status.state} follows ${last}`)
        last = status.state
        this.#sessions.set(client, last === 'have_session' ? this.clock.now() : Infinity)
      }
      if (last !== 'closed') this.#fail(`the status ends with ${last}`)
    }
    this.#begin(following())
  }

  #begin(watcher: Promise<void>): void {
    const guarded = watcher
      .catch((error: unknown) => this.#fail(`a watcher fails: ${describeError(error)}`))
      .then(() => void this.#watchers.delete(guarded))
    this.#watchers.add(guarded)
  }

  #epochOf(map: string): number {
    const { state } = this.#sim.cluster
    if (map === 'monmap') return state.monmap.epoch
    return map === 'osdmap' ? state.osdmap.epoch : state.fsmap.epoch
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
    const final = { prefix: 'sim write', work: 0, resend: true, input: 0, output: 0, timeout: this.#patience } as const
    const outcome = await this.#command(this.#client!, final)
    this.recovery = clock.now() - healed
    if (outcome !== 'ok') this.#fail(`after all faults were over, a command: ${outcome}`)
    if (this.recovery > this.#patience) this.#fail(`recovered after ${this.recovery} ms`)
    const newest = this.#sim.cluster.state.monmap.epoch
    for (let i = 0; i < 50 && this.#seen !== newest; i++) await clock.sleep(100)
    if (this.#seen !== newest) this.#fail(`the watcher has seen monmap ${this.#seen}, the newest is ${newest}`)
    const patience = new AbortController()
    const enough = clock.sleep(PENDING_LIMIT, { signal: patience.signal }).catch(() => undefined)
    await Promise.race([this.ledger.idle(), enough])
    patience.abort(new Error('no more'))
    for (const what of this.ledger.pending()) this.#fail(`${what} does not settle`)
  }

  /** Closes the client, and looks at what is left. */
  async #end(): Promise<void> {
    const { clock } = this
    this.#close(this.#client!)
    await Promise.all(this.#closings)
    // What is under way arrives, signals of requests that are settled are aborted.
    await clock.sleep(30_000)
    if (this.#watchers.size > 0) this.#fail(`${this.#watchers.size} watchers of a closed client do not end`)
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

import { legacyAddr, msgr2Addr } from '@cephwire/codec'
import { AuthFailures } from './auth-failures.js'
import { FaultSet } from './faults/faults.js'
import { Listener } from './listener.js'
import { MonConnection } from './mon-connection.js'
import { QuorumWatch } from './quorum-watch.js'
import type { EntityAddrvec } from '@cephwire/codec'
import type { Transport } from '@cephwire/messenger'
import type { ClusterContext, MonitorContext } from './monitor-context.js'
import type { Listen } from './listen.js'
import type { MonSession } from './mon-session.js'
import type { Topic } from './state/change-feed.js'

export interface TestMonitorInit {
  readonly name: string
  readonly listen: Listen
  readonly host: string
  /** 0: any that is free. */
  readonly ports: { readonly v2: number; readonly v1: number }
}

/** One monitor of a cluster: listens on a port for msgr2 and on one for msgr1. */
export class TestMonitor implements MonitorContext {
  readonly name: string
  /** What is to go wrong. */
  readonly faults: FaultSet = new FaultSet()
  readonly #v2: Listener
  readonly #v1: Listener
  readonly #connections = new Set<MonConnection>()
  readonly #watch: QuorumWatch
  #cluster: ClusterContext | undefined
  #authFailures: AuthFailures | undefined
  #running: AbortController | undefined
  #globalSeq = 0n

  /** @internal use createTestCluster() */
  constructor({ name, listen, host, ports }: TestMonitorInit) {
    this.name = name
    const listener = (port: number, protocol: 'msgr2' | 'msgr1'): Listener =>
      new Listener({ listen, host, port, onTransport: transport => this.#onTransport(transport, protocol) })
    this.#v2 = listener(ports.v2, 'msgr2')
    this.#v1 = listener(ports.v1, 'msgr1')
    this.#watch = new QuorumWatch(this)
  }

  /** −1 when it is not in the map. */
  get rank(): number {
    return this.cluster.state.monmap.rankOf(this.name)
  }

  get addrs(): EntityAddrvec {
    return this.cluster.state.monmap.map.mons.get(this.name)?.publicAddrs ?? this.listensAt
  }

  /** Where it listens, whatever the map says. */
  get listensAt(): EntityAddrvec {
    const { host } = this.#v2
    return [
      { type: 'msgr2', nonce: 0, host, port: this.#v2.port },
      { type: 'legacy', nonce: 0, host, port: this.#v1.port }
    ]
  }

  /** `v2:127.0.0.1:40123`-like addresses of the two protocols. */
  get v2Addr(): NonNullable<ReturnType<typeof msgr2Addr>> {
    return msgr2Addr(this.listensAt)!
  }

  get v1Addr(): NonNullable<ReturnType<typeof legacyAddr>> {
    return legacyAddr(this.listensAt)!
  }

  get running(): boolean {
    return this.#running !== undefined
  }

  get inQuorum(): boolean {
    return this.cluster.state.quorum.has(this.name)
  }

  get quorumAwaited(): Promise<void> | undefined {
    return this.#watch.awaited
  }

  /** `leader`, `peon`, or `probing` out of the quorum. */
  get state(): 'leader' | 'peon' | 'probing' {
    if (!this.inQuorum) return 'probing'
    return this.cluster.state.quorum.leader === this.name ? 'leader' : 'peon'
  }

  /** Open connections, also those that have not authenticated yet. */
  get connections(): readonly MonConnection[] {
    return [...this.#connections]
  }

  /** Sessions of those who have authenticated. */
  get sessions(): readonly MonSession[] {
    return this.connections.flatMap(({ session }) => (session?.authenticated === true ? [session] : []))
  }

  /** @internal */
  get cluster(): ClusterContext {
    if (this.#cluster === undefined) throw new TypeError('The monitor belongs to no cluster yet')
    return this.#cluster
  }

  /** @internal */
  attach(cluster: ClusterContext): void {
    this.#cluster = cluster
    this.#authFailures = new AuthFailures(cluster.state.time.clock, cluster.limits.maxAuthFailures)
  }

  /** @internal Opens the ports: before it, a monitor whose ports are free to choose has no address. */
  async listen(): Promise<void> {
    await this.#v2.start()
    await this.#v1.start()
  }

  /** Listens and takes part in the quorum. Does nothing when it runs. */
  async start(): Promise<void> {
    if (this.running) return
    this.#running = new AbortController()
    await this.listen()
    this.cluster.state.quorum.start(this.name)
    this.#watch.start(this.#running.signal)
    void this.#tick(this.#running.signal)
  }

  /** Closes its ports and connections, as if its process had ended. Does nothing when it does not run. */
  async stop(): Promise<void> {
    this.#running?.abort()
    this.#running = undefined
    this.#watch.stop()
    const connections = this.connections
    for (const connection of connections) connection.drop()
    if (this.#cluster !== undefined) this.cluster.state.quorum.stop(this.name)
    await Promise.all([this.#v2.stop(), this.#v1.stop(), ...connections.map(({ ended }) => ended)])
  }

  /** Cuts it off from the other monitors, not from its clients. */
  leaveQuorum(): void {
    this.cluster.state.quorum.leave(this.name)
  }

  joinQuorum(): void {
    this.cluster.state.quorum.join(this.name)
  }

  /** @internal Tells the sessions what is new. */
  publish(topic?: Topic): void {
    if (!this.inQuorum) return
    for (const session of this.sessions) session.subs.check(topic)
  }

  #onTransport(transport: Transport, protocol: 'msgr2' | 'msgr1'): void {
    const signal = this.#running?.signal
    const { maxSockets, maxUnauthenticated } = this.#cluster?.limits ?? { maxSockets: 0, maxUnauthenticated: 0 }
    const unauthenticated = this.connections.filter(({ authenticated }) => !authenticated).length
    const full = this.#connections.size >= maxSockets || unauthenticated >= maxUnauthenticated
    if (signal === undefined || full || this.faults.current.refuseConnections === true) {
      transport.destroy()
      return
    }
    const peer = transport.remote.host
    const connection = new MonConnection({
      monitor: this,
      transport,
      protocol,
      globalSeq: ++this.#globalSeq,
      monitorFaults: this.faults,
      before: this.#authFailures?.delay(peer, signal)
    })
    this.#connections.add(connection)
    void connection.ended.then(() => {
      this.#connections.delete(connection)
      if (connection.refused) this.#authFailures?.failed(peer)
    })
  }

  /** Closes who has been silent for too long, and tells those who want a digest. */
  async #tick(signal: AbortSignal): Promise<void> {
    const { limits, digestPeriod, state } = this.cluster
    try {
      for (;;) {
        await state.time.clock.sleep(digestPeriod, { signal })
        for (const connection of this.connections) if (connection.idle >= limits.idleTimeout) connection.drop()
        if (this.inQuorum) for (const { subs } of this.sessions) subs.check('health')
      }
    } catch {
      // Stopped.
    }
  }
}

import type { TestMonitor } from './test-monitor.js'

/**
 * What a monitor does about its quorum: out of it, clients wait; after mon_lease those who have not authenticated are
 * sent elsewhere, after twice that everybody. src/mon/Monitor.cc, waitlist_or_zap_client and tick.
 */
export class QuorumWatch {
  readonly #monitor: TestMonitor
  #awaited: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined
  #stopListening: (() => void) | undefined

  constructor(monitor: TestMonitor) {
    this.#monitor = monitor
  }

  get awaited(): Promise<void> | undefined {
    return this.#awaited?.promise
  }

  start(signal: AbortSignal): void {
    const { quorum } = this.#monitor.cluster.state
    this.#stopListening = this.#monitor.cluster.state.onChange('quorum', () => this.#look(signal))
    if (!quorum.has(this.#monitor.name)) this.#lost(signal)
  }

  stop(): void {
    this.#stopListening?.()
    this.#stopListening = undefined
    this.#regained()
  }

  #look(signal: AbortSignal): void {
    if (!this.#monitor.inQuorum) this.#lost(signal)
    else if (this.#regained()) this.#monitor.publish()
  }

  #lost(signal: AbortSignal): void {
    if (this.#awaited !== undefined) return
    let resolve = (): void => undefined
    const promise = new Promise<void>(done => (resolve = done))
    this.#awaited = { promise, resolve }
    void this.#sendElsewhere(this.#awaited, signal)
  }

  #regained(): boolean {
    const awaited = this.#awaited
    this.#awaited = undefined
    awaited?.resolve()
    return awaited !== undefined
  }

  async #sendElsewhere(awaited: object, signal: AbortSignal): Promise<void> {
    const { monLease, state } = this.#monitor.cluster
    const { clock } = state.time
    try {
      for (let leases = 1; ; leases++) {
        await clock.sleep(monLease, { signal })
        if (this.#awaited !== awaited) return
        for (const connection of this.#monitor.connections) {
          const waited = connection.idle >= monLease
          if (leases >= 2 || (!connection.authenticated && waited)) connection.drop()
        }
      }
    } catch {
      // Stopped.
    }
  }
}

import { MonClientClosedError } from '../errors.js'
import { onAbort } from '../on-abort.js'
import { Waiters } from '../waiters.js'
import { activeMgrIn } from './daemon.js'
import type { MgrMap } from '@cephwire/maps'
import type { Daemon } from './daemon.js'

/** Where the maps come from, the newest first. */
export interface MgrMaps extends AsyncIterable<MgrMap> {
  end(): void
}

/** Who is the active manager, for as long as it is to be known. */
export class ActiveMgr {
  readonly #name: string
  readonly #waiters = new Waiters()
  #map: MgrMap | undefined
  /** That which locate() has answered from. */
  #located: MgrMap | undefined
  #over: { readonly error: unknown } | undefined

  /** @param name whom it has to be; '' for whoever it is */
  constructor(name: string) {
    this.#name = name
  }

  /** Takes each map as it comes, whether somebody waits for it or not, until there are no more. */
  async follow(maps: MgrMaps): Promise<void> {
    try {
      for await (const map of maps) {
        this.#map = map
        this.#waiters.wake()
      }
      this.#over = { error: new MonClientClosedError() }
    } catch (error) {
      this.#over = { error }
    }
    this.#waiters.wake()
  }

  /** The newest that has come. */
  get map(): MgrMap | undefined {
    return this.#map
  }

  /** Those of the manager that was located last. */
  get features(): bigint {
    return this.#located?.activeMgrFeatures ?? 0n
  }

  /**
   * Waits until there is one.
   *
   * @throws TargetError with ENXIO when it is another; CodecError; MonClientClosedError; the signal's reason
   */
  async locate(signal: AbortSignal): Promise<Daemon> {
    for (;;) {
      const daemon = this.#map === undefined ? undefined : activeMgrIn(this.#map, this.#name)
      if (daemon !== undefined) {
        this.#located = this.#map
        return daemon
      }
      await this.#change(signal)
    }
  }

  /** Resolves when another than the one that was located last is active, or none. @throws as locate() */
  async left(signal: AbortSignal): Promise<void> {
    const gid = this.#located?.activeGid
    while (this.#map?.activeGid === gid) await this.#change(signal)
  }

  async #change(signal: AbortSignal): Promise<void> {
    if (this.#over !== undefined) throw this.#over.error
    await this.#waiters.next(signal)
  }
}

/** Knows the active manager while something runs; what it waits for ends with the signal. */
export async function withActiveMgr<T>(
  maps: MgrMaps,
  name: string,
  signal: AbortSignal,
  run: (mgr: ActiveMgr) => Promise<T>
): Promise<T> {
  const letGo = onAbort(signal, () => maps.end())
  const mgr = new ActiveMgr(name)
  void mgr.follow(maps)
  try {
    return await run(mgr)
  } finally {
    letGo()
    maps.end()
  }
}

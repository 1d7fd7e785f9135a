import { MonClientClosedError } from '../errors.js'
import { onAbort } from '../on-abort.js'
import { activeMgrIn } from './daemon.js'
import type { MgrMap } from '@cephwire/maps'
import type { EncodedMap } from '../watch/map-feeds.js'
import type { Watcher } from '../watch/watcher.js'
import type { Daemon } from './daemon.js'

/** Who is the active manager, for as long as it is to be known. */
export class ActiveMgr {
  readonly #watcher: Watcher<EncodedMap, MgrMap>
  readonly #name: string
  #map: MgrMap | undefined
  #next: Promise<MgrMap> | undefined

  /** @param name whom it has to be; '' for whoever it is */
  constructor(watcher: Watcher<EncodedMap, MgrMap>, name: string) {
    this.#watcher = watcher
    this.#name = name
  }

  /** The newest that has come. */
  get map(): MgrMap | undefined {
    return this.#map
  }

  /** Waits until there is one. @throws TargetError with ENXIO when it is another; MonClientClosedError */
  async locate(): Promise<Daemon> {
    for (;;) {
      const daemon = this.#map === undefined ? undefined : activeMgrIn(this.#map, this.#name)
      if (daemon !== undefined) return daemon
      await this.#advance()
    }
  }

  /** Resolves when another is active, or none. */
  async left(): Promise<void> {
    const gid = this.#map?.activeGid
    while (this.#map?.activeGid === gid) await this.#advance()
  }

  #advance(): Promise<MgrMap> {
    this.#next ??= this.#take()
    return this.#next
  }

  async #take(): Promise<MgrMap> {
    const next = await this.#watcher.next()
    if (next.done === true) throw new MonClientClosedError()
    this.#next = undefined
    return (this.#map = next.value)
  }
}

/** Knows the active manager while something runs; what it waits for ends with the signal. */
export async function withActiveMgr<T>(
  watcher: Watcher<EncodedMap, MgrMap>,
  name: string,
  signal: AbortSignal,
  run: (mgr: ActiveMgr) => Promise<T>
): Promise<T> {
  const letGo = onAbort(signal, () => watcher.end())
  try {
    return await run(new ActiveMgr(watcher, name))
  } finally {
    letGo()
    watcher.end()
  }
}

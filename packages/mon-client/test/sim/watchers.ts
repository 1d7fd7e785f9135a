import { getEventListeners } from 'node:events'
import { createFollower } from './followers.js'
import { describeError } from './ledger.js'
import type { Clock } from '@cephwire/messenger'
import type { MonClient } from '../../src/index.js'
import type { SimCluster } from './cluster.js'
import type { Follower } from './followers.js'
import type { Watching } from './schedule.js'

/** What watchers need of the world. */
export interface WatchersInit {
  readonly clock: Clock
  readonly fail: (violation: string) => void
  readonly trace: (text: () => string) => void
}

/** All iterations over what clients are told. */
export class Watchers {
  readonly #init: WatchersInit
  readonly #running = new Set<Promise<void>>()
  readonly #standing = new Map<Follower, MonClient>()

  constructor(init: WatchersInit) {
    this.#init = init
  }

  /** How many have not ended. */
  get running(): number {
    return this.#running.size
  }

  /** Watches for as long as the client lives, and has to have seen everything in the end. */
  stand(client: MonClient, cluster: SimCluster, watching: Watching): void {
    const follower = createFollower(watching.what, cluster, { start: 0, level: watching.level, first: true })
    this.#standing.set(follower, client)
    this.#begin(this.#follow(client, follower, watching))
  }

  /** Watches until the signal. */
  watch(client: MonClient, cluster: SimCluster, watching: Watching, start: number, signal: AbortSignal): void {
    const { what, level } = watching
    this.#begin(this.#follow(client, createFollower(what, cluster, { start, level, first: false }), watching, signal))
  }

  /** What those that stand have not seen. */
  missing(client: MonClient): readonly string[] {
    return [...this.#standing].flatMap(([follower, of]) => (of === client ? (follower.missing() ?? []) : []))
  }

  /** Reads the status: each session is followed by a hunt, and the end is the end. */
  followStatus(client: MonClient, changed: (state: MonClient['state']) => void): void {
    const { fail, trace } = this.#init
    const following = async (): Promise<void> => {
      let last = ''
      for await (const { state } of client.status()) {
        trace(() => `client ${state}`)
        if (state === last) fail(`${state} follows ${last}`)
        last = state
        changed(state)
      }
      if (last !== 'closed') fail(`the status ends with ${last}`)
    }
    this.#begin(following())
  }

  async #follow(client: MonClient, follower: Follower, watching: Watching, signal?: AbortSignal): Promise<void> {
    const { clock, fail, trace } = this.#init
    const { what, onetime, pause } = watching
    let times = 0
    const options = { ...(signal === undefined ? {} : { signal }), ...(onetime ? { onetime } : {}) }
    for await (const update of follower.watch(client, options)) {
      times++
      trace(() => `${what} ${describeUpdate(update)}`)
      const wrong = follower.take(update)
      if (wrong !== undefined) fail(`a watcher sees ${wrong}`)
      if (pause > 0) await clock.sleep(pause)
    }
    trace(() => `${what} ends`)
    const listeners = signal === undefined ? 0 : getEventListeners(signal, 'abort').length
    if (listeners > 0) fail(`a watcher of ${what} leaves ${listeners} listeners on its signal`)
    const ended = signal?.aborted === true || client.state === 'closed'
    // The first version of the log may bring several lines.
    const once = times === 1 || (what === 'log' && times > 1)
    if (onetime ? !once && (times > 0 || !ended) : !ended) {
      fail(`a watcher of ${what} ends by itself after ${times} times`)
    }
  }

  #begin(watcher: Promise<void>): void {
    const guarded = watcher
      .catch((error: unknown) => this.#init.fail(`a watcher fails: ${describeError(error)}`))
      .then(() => void this.#running.delete(guarded))
    this.#running.add(guarded)
  }
}

/** Enough to tell two apart. */
function describeUpdate(update: unknown): string {
  if (typeof update !== 'object' || update === null) return String(update)
  const { epoch, version, msg } = update as { epoch?: number; version?: bigint; msg?: string }
  return String(epoch ?? version ?? msg ?? '')
}

import { msgr2Addr, sameEntityAddr } from '@cephwire/codec'
import { FsidMismatchError, MonSessionError } from './errors.js'
import { monitorsOfMonMap, nameInMonMap, targetsOf } from './mon-target.js'
import { monMapFeed } from './watch/map-feeds.js'
import type { MonMap } from '@cephwire/maps'
import type { Message } from '@cephwire/messenger'
import type { MonTarget } from './mon-target.js'
import type { MsMode } from './options.js'
import type { Update } from './watch/feed.js'
import type { MonMapUpdate } from './watch/map-feeds.js'

export interface MonMapKeeperInit {
  readonly msMode: MsMode
  /** Undefined for any monitor. */
  readonly targetRank: number | undefined
  /** Told of each newer map. */
  readonly changed: (update: Update<MonMapUpdate>) => void
}

/** Behind every priority that a monmap can give. */
const LAST = 0x1_0000

/** @throws CodecError */
function readUpdate(message: Message): Update<MonMapUpdate> {
  return { ...monMapFeed.read(message, 'monmap')!, message }
}

/** The newest monmap, and what follows from it: whom a session may be with. */
export class MonMapKeeper {
  readonly #init: MonMapKeeperInit
  #monmap: MonMap | undefined

  constructor(init: MonMapKeeperInit) {
    this.#init = init
  }

  /** @throws MonSessionError before the first */
  get monmap(): MonMap {
    if (this.#monmap === undefined) throw new MonSessionError('There is no monmap before the first session')
    return this.#monmap
  }

  /** 0 before the first. */
  get epoch(): number {
    return this.#monmap?.epoch ?? 0
  }

  /** Whom a session may be with: none before the first map. */
  get targets(): readonly MonTarget[] {
    return this.#monmap === undefined ? [] : this.#targetsOf(this.#monmap)
  }

  /** An address of each monitor that the mode allows. */
  get addresses(): readonly MonTarget[] {
    return targetsOf(monitorsOfMonMap(this.monmap), this.#init.msMode)
  }

  #targetsOf(monmap: MonMap): readonly MonTarget[] {
    const targets = targetsOf(monitorsOfMonMap(monmap), this.#init.msMode)
    const wanted = monmap.ranks[this.#init.targetRank ?? -1]
    return wanted === undefined ? targets : targets.filter(({ name }) => name === wanted)
  }

  nameOf(target: MonTarget): string {
    return nameInMonMap(this.monmap, target)
  }

  /** Whether a session may stay with this monitor: the wrong one of a targetRank has told where the right one is. */
  suits(target: MonTarget): boolean {
    const wanted = this.monmap.ranks[this.#init.targetRank ?? -1]
    return wanted === undefined || this.nameOf(target) === wanted
  }

  /** Monitors of the configuration that may be tried; those that do not suit after all that may, for a newer map. */
  inOrder(targets: readonly MonTarget[]): readonly MonTarget[] {
    const { targetRank } = this.#init
    if (targetRank === undefined || this.#monmap === undefined) return targets
    const known = monitorsOfMonMap(this.#monmap).flatMap(({ addrs }) => addrs)
    const knows = ({ addr }: MonTarget): boolean => known.some(other => sameEntityAddr(other, addr))
    return targets.map(target =>
      knows(target) && !this.suits(target) ? { ...target, priority: target.priority + LAST } : target
    )
  }

  /** Takes the map that a session began with. @throws CodecError, MonSessionError */
  got(message: Message): void {
    this.#take(readUpdate(message))
  }

  /**
   * Takes a map that came while there is a session.
   *
   * @param target whom the session is with
   * @returns why it has to be with another monitor, if it has
   * @throws CodecError, MonSessionError
   */
  follow(message: Message, target: MonTarget | undefined): Error | undefined {
    const before = this.monmap
    const update = readUpdate(message)
    const { map } = update.value
    if (map.fsid !== before.fsid) return new FsidMismatchError(before.fsid, map.fsid)
    if (!this.#take(update) || target === undefined) return undefined
    const has = (map: MonMap): boolean => this.#targetsOf(map).some(({ addr }) => sameEntityAddr(addr, target.addr))
    // An address that no map has had is one of a forwarded port: nothing follows from its absence.
    if (!has(before) || has(map)) return undefined
    return new MonSessionError(this.#whyLeave(map, before, target))
  }

  #whyLeave(map: MonMap, before: MonMap, target: MonTarget): string {
    const info = map.mons.get(nameInMonMap(before, target))
    if (info === undefined) return 'The monitor has left the monmap'
    const { publicAddrs } = info
    if (target.addr.type === 'legacy' && msgr2Addr(publicAddrs) !== undefined) return 'The monitor now speaks msgr2'
    if (!publicAddrs.some(addr => sameEntityAddr(addr, target.addr))) return 'The monitor has another address'
    return `Another monitor has rank ${this.#init.targetRank}`
  }

  /** @returns whether it is newer than the one before */
  #take(update: Update<MonMapUpdate>): boolean {
    const { map } = update.value
    if (map.epoch <= this.epoch) return false
    this.#monmap = map
    this.#init.changed(update)
    return true
  }
}

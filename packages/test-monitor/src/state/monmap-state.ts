import { createMonMap, monsByRank } from '@cephwire/maps'
import type { EntityAddrvec } from '@cephwire/codec'
import type { MonInfo, MonMap } from '@cephwire/maps'
import type { Notify } from './change-feed.js'
import type { Timekeeper } from './timekeeper.js'

/** A monitor that joins the map. */
export interface NewMon {
  readonly name: string
  readonly addrs: EntityAddrvec
}

/** The monmap. Every change makes a new epoch. */
export class MonMapState {
  readonly #time: Timekeeper
  readonly #notify: Notify
  readonly #history = new Map<number, MonMap>()
  #map: MonMap

  constructor(map: MonMap, time: Timekeeper, notify: Notify) {
    this.#map = map
    this.#history.set(map.epoch, map)
    this.#time = time
    this.#notify = notify
  }

  get map(): MonMap {
    return this.#map
  }

  get epoch(): number {
    return this.#map.epoch
  }

  get firstCommitted(): number {
    return 1
  }

  /** The map as it was in an epoch. */
  at(epoch: number): MonMap | undefined {
    return this.#history.get(epoch)
  }

  /** Names in the order of their ranks. */
  get names(): readonly string[] {
    return this.#map.ranks
  }

  /** −1 for one that is not in the map. */
  rankOf(name: string): number {
    return this.#map.ranks.indexOf(name)
  }

  /** Replaces what is given, in a new epoch. */
  update(
    changed: Partial<Omit<MonMap, 'epoch' | 'lastChanged' | 'mons' | 'ranks'>> & { mons?: readonly MonInfo[] }
  ): void {
    const { mons, ...rest } = changed
    const map = { ...this.#map }
    delete map.encoding
    this.#map = createMonMap({
      ...map,
      removedRanks: new Set<number>(),
      ...rest,
      mons: mons ?? monsByRank(map),
      epoch: map.epoch + 1,
      lastChanged: this.#time.now()
    })
    this.#history.set(this.#map.epoch, this.#map)
    this.#notify('monmap')
  }

  /** A new epoch in which nothing else is new. */
  bump(): void {
    this.update({})
  }

  addMon({ name, addrs }: NewMon): void {
    this.update({ mons: [...monsByRank(this.#map), newMonInfo(name, addrs)] })
  }

  removeMon(name: string): void {
    const mons = monsByRank(this.#map).filter(mon => mon.name !== name)
    this.update({ mons, removedRanks: new Set([this.rankOf(name)]) })
  }

  /** Moves a monitor. */
  setAddrs(name: string, addrs: EntityAddrvec): void {
    this.update({
      mons: monsByRank(this.#map).map(mon => (mon.name === name ? { ...mon, publicAddrs: addrs } : mon))
    })
  }
}

export function newMonInfo(name: string, publicAddrs: EntityAddrvec): MonInfo {
  return { name, publicAddrs, priority: 0, weight: 0, crushLoc: new Map() }
}

import type { CrushBucket } from './bucket.js'
import type { CrushChooseArgMap } from './choose-args.js'
import type { CrushClasses } from './device-classes.js'
import type { CrushRule } from './rule.js'
import type { CrushTunables } from './tunables.js'

/** How a decoded map was written, kept so that it is written again byte for byte. */
export interface CrushEncoding {
  /** How many of the optional groups behind the names there were. */
  readonly groups: number
  /** Names whose ids took 64 bits, as old releases wrote them. */
  readonly wide: readonly CrushNames[]
  /** What a newer encoder appended and this package does not know. */
  readonly tail: Uint8Array
}

/** The maps of names. */
export type CrushNames = 'typeMap' | 'nameMap' | 'ruleNameMap'

/** Where data is placed: the hierarchy of devices and the rules to choose among them. */
export interface CrushMap extends CrushClasses {
  /** By slot: the bucket with id −1 − i is `buckets[i]`; undefined for none. */
  readonly buckets: readonly (CrushBucket | undefined)[]
  /** By id; undefined for none. */
  readonly rules: readonly (CrushRule | undefined)[]
  /** As it was written. Ceph does not go by it: it counts up to the highest device in a bucket or with a name. */
  readonly maxDevices: number
  /** Names of types: 0 → `osd`, 1 → `host`. */
  readonly typeMap: ReadonlyMap<number, string>
  /** Names of devices and buckets. */
  readonly nameMap: ReadonlyMap<number, string>
  readonly ruleNameMap: ReadonlyMap<number, string>
  readonly tunables: CrushTunables
  /** By pool; −1 for those without choose_args of their own. */
  readonly chooseArgs: ReadonlyMap<bigint, CrushChooseArgMap>
  /** How it was written; leave it out of maps that are made here. */
  readonly encoding?: CrushEncoding | undefined
}

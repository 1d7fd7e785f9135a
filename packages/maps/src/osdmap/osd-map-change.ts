import { formatEntityAddr, formatUtime } from '@cephwire/codec'
import type { EntityAddr, Utime } from '@cephwire/codec'
import type { PgUpmapItem } from './osd-map.js'

/** A field of a pool, by the name that `ceph osd dump -f json` has for it, and what it prints. */
export interface PoolFieldChange {
  readonly field: string
  readonly from: unknown
  readonly to: unknown
}

/** What differs between two maps. Weights and affinities are 0 to 1. */
export type OSDMapChange =
  | { readonly kind: 'osd_created' | 'osd_removed' | 'osd_destroyed'; readonly osd: number }
  | { readonly kind: 'osd_up' | 'osd_down' | 'osd_in' | 'osd_out'; readonly osd: number }
  | {
      readonly kind: 'osd_weight' | 'osd_primary_affinity'
      readonly osd: number
      readonly from: number
      readonly to: number
    }
  | { readonly kind: 'pool_created' | 'pool_removed'; readonly pool: bigint; readonly name: string }
  | { readonly kind: 'pool_renamed'; readonly pool: bigint; readonly from: string; readonly to: string }
  | {
      readonly kind: 'pool_changed'
      readonly pool: bigint
      readonly name: string
      readonly fields: readonly PoolFieldChange[]
    }
  | { readonly kind: 'flag_set' | 'flag_unset'; readonly flag: string }
  | { readonly kind: 'setting'; readonly name: string; readonly from: string | number; readonly to: string | number }
  | { readonly kind: 'upmap'; readonly pg: string; readonly osds: readonly number[] }
  | { readonly kind: 'upmap_items'; readonly pg: string; readonly items: readonly PgUpmapItem[] }
  | { readonly kind: 'upmap_primary'; readonly pg: string; readonly osd: number }
  | { readonly kind: 'upmap_gone' | 'upmap_items_gone' | 'upmap_primary_gone'; readonly pg: string }
  | { readonly kind: 'blocklisted'; readonly addr: EntityAddr; readonly until: Utime }
  | { readonly kind: 'unblocklisted'; readonly addr: EntityAddr }
  | { readonly kind: 'crush_changed' }

const osdWords = {
  osd_created: 'created',
  osd_removed: 'removed',
  osd_destroyed: 'destroyed',
  osd_up: 'up',
  osd_down: 'down',
  osd_in: 'in',
  osd_out: 'out'
} as const

const goneWords = {
  upmap_gone: 'upmap',
  upmap_items_gone: 'upmap items',
  upmap_primary_gone: 'upmap primary'
} as const

const word = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const itemWords = (items: readonly PgUpmapItem[]): string => items.map(({ from, to }) => `${from}→${to}`).join(', ')

/** A change in words, such as `osd.3 down` or `pool 2 rbd: size 3 → 2`. */
export function formatOsdMapChange(change: OSDMapChange): string {
  switch (change.kind) {
    case 'osd_created':
    case 'osd_removed':
    case 'osd_destroyed':
    case 'osd_up':
    case 'osd_down':
    case 'osd_in':
    case 'osd_out':
      return `osd.${change.osd} ${osdWords[change.kind]}`
    case 'osd_weight':
      return `osd.${change.osd} weight ${change.from} → ${change.to}`
    case 'osd_primary_affinity':
      return `osd.${change.osd} primary affinity ${change.from} → ${change.to}`
    case 'pool_created':
    case 'pool_removed':
      return `pool ${change.pool} ${change.name} ${change.kind === 'pool_created' ? 'created' : 'removed'}`
    case 'pool_renamed':
      return `pool ${change.pool} ${change.from} renamed to ${change.to}`
    case 'pool_changed': {
      const fields = change.fields.map(({ field, from, to }) => `${field} ${word(from)} → ${word(to)}`)
      return `pool ${change.pool} ${change.name}: ${fields.join(', ')}`
    }
    case 'flag_set':
    case 'flag_unset':
      return `flag ${change.flag} ${change.kind === 'flag_set' ? 'set' : 'unset'}`
    case 'setting':
      return `${change.name} ${change.from} → ${change.to}`
    case 'upmap':
      return `pg ${change.pg} upmap [${change.osds.join(', ')}]`
    case 'upmap_items':
      return `pg ${change.pg} upmap items [${itemWords(change.items)}]`
    case 'upmap_primary':
      return `pg ${change.pg} upmap primary osd.${change.osd}`
    case 'upmap_gone':
    case 'upmap_items_gone':
    case 'upmap_primary_gone':
      return `pg ${change.pg} ${goneWords[change.kind]} removed`
    case 'blocklisted':
      return `${formatEntityAddr(change.addr)} blocklisted until ${formatUtime(change.until)}`
    case 'unblocklisted':
      return `${formatEntityAddr(change.addr)} no longer blocklisted`
    case 'crush_changed':
      return 'crush map changed'
  }
}

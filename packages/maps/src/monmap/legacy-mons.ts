/*
  Monitors in monmaps before struct_v 5      src/mon/MonMap.cc

  struct_v 1                                   since struct_v 2
    vector<entity_inst_t>, by rank               map<string, entity_addr_t>, by name
      entity_name_t name
      entity_addr_t addr
*/
import { BLANK_ADDR, compareUtf8, entityAddrCodec, entityNameCodec, EntityType, legacyAddr } from '@cephwire/codec'
import { asLegacyAddr, compareEntityAddr, legacyOrFrontAddr } from './legacy-addr.js'
import type { Decode, EntityAddr, Features, Writer } from '@cephwire/codec'
import type { MonMap } from './monmap.js'
import type { MonInfo } from './mon-info.js'

/** entity_name_t and the shorter of the two forms of entity_addr_t */
const MIN_INST_BYTES = 28
/** string and the shorter of the two forms of entity_addr_t */
const MIN_NAMED_BYTES = 23

function monOfAddr(name: string, addr: EntityAddr): MonInfo {
  return { name, publicAddrs: [addr], priority: 0, weight: 0, crushLoc: new Map() }
}

const decodeInst: Decode<EntityAddr> = r => {
  r.field('name', entityNameCodec.decode)
  return r.field('addr', entityAddrCodec.decode)
}

/** Monitors without names: they are given the digits of their place. */
export const decodeMonInsts: Decode<Map<string, MonInfo>> = r => {
  const addrs = r.list(decodeInst, MIN_INST_BYTES)
  return new Map(addrs.map((addr, i) => [String(i), monOfAddr(String(i), addr)]))
}

export const decodeMonAddrs: Decode<Map<string, MonInfo>> = r => {
  const addrs = r.map(r => r.string(), entityAddrCodec.decode, MIN_NAMED_BYTES)
  return new Map([...addrs].map(([name, addr]) => [name, monOfAddr(name, addr)]))
}

export function encodeMonInsts(w: Writer, { mons, ranks }: MonMap, features: Features): void {
  w.list(ranks.entries(), (w, [rank, name]) => {
    entityNameCodec.encode(w, { type: EntityType.Mon, num: BigInt(rank) }, features)
    entityAddrCodec.encode(w, legacyAddr(mons.get(name)?.publicAddrs ?? []) ?? BLANK_ADDR, features)
  })
}

export function encodeMonAddrs(w: Writer, mons: ReadonlyMap<string, MonInfo>, features: Features): void {
  w.map(
    mons,
    (w, name) => w.string(name),
    (w, info) => {
      entityAddrCodec.encode(w, asLegacyAddr(info.publicAddrs), features)
    }
  )
}

/** Ranks before struct_v 6: the order of the addresses, then of the names. */
export function legacyRanks(mons: ReadonlyMap<string, MonInfo>): string[] {
  return [...mons.values()]
    .map(({ name, publicAddrs }) => ({ name, addr: legacyOrFrontAddr(publicAddrs) }))
    .sort((a, b) => compareEntityAddr(a.addr, b.addr) || compareUtf8(a.name, b.name))
    .map(({ name }) => name)
}

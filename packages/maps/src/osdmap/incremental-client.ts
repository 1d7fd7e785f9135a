/*
  OSDMap::Incremental, section for clients   src/osd/OSDMap.cc
    ENCODE_START(9, 1)
      fsid
      u32 epoch
      utime_t modified
      s64 new_pool_max
      s32 new_flags
      bufferlist fullmap
      bufferlist crush
      s32 new_max_osd
      map<s64, pg_pool_t> new_pools
      map<s64, string> new_pool_names
      set<s64> old_pools
      map<s32, entity_addrvec_t> new_up_client before struct_v 7 map<s32, entity_addr_t>
      map<s32, u32> new_state                  before struct_v 5 map<s32, u8>
      map<s32, u32> new_weight
      map<pg_t, vector<s32>> new_pg_temp
      map<pg_t, s32> new_primary_temp
      map<s32, u32> new_primary_affinity       since struct_v 2
      map<string, map<string, string>>         since struct_v 3: new_erasure_code_profiles
      vector<string>                           since struct_v 3: old_erasure_code_profiles
      map<pg_t, vector<s32>> new_pg_upmap      since struct_v 4
      set<pg_t> old_pg_upmap                   since struct_v 4
      map<pg_t, vector<pair<s32, s32>>>        since struct_v 4: new_pg_upmap_items
      set<pg_t> old_pg_upmap_items             since struct_v 4
      map<s64, interval_set> new_removed_snaps since struct_v 6
      map<s64, interval_set> new_purged_snaps  since struct_v 6
      utime_t new_last_up_change               since struct_v 8
      utime_t new_last_in_change               since struct_v 8
      map<pg_t, s32> new_pg_upmap_primary      since struct_v 9
      set<pg_t> old_pg_upmap_primary           since struct_v 9
*/
import { utimeCodec, uuidCodec } from '@cephwire/codec'
import {
  addrsCodec,
  addrvecsCodec,
  osdU32Codec,
  osdU8Codec,
  pgOsdCodec,
  pgOsdsCodec,
  pgUpmapItemsCodec,
  poolsAnewCodec,
  poolsCodec,
  readPgs,
  writePgs
} from './incremental-fields.js'
import {
  decodePoolNames,
  decodeProfiles,
  decodeSnapsByPool,
  encodePoolNames,
  encodeProfiles,
  encodeSnapsByPool
} from './osd-map-client.js'
import { EMPTY_INCREMENTAL } from './osd-map-incremental.js'
import type { Features, Reader, Writer } from '@cephwire/codec'
import type { OSDMapIncremental } from './osd-map-incremental.js'

type Fields = Partial<{ -readonly [K in keyof OSDMapIncremental]: OSDMapIncremental[K] }>

/** First struct_v with address vectors. */
const ADDRVEC_V = 7

/** How an increment is written. */
export interface IncrementalStyle {
  readonly features: Features
  /** Every struct_v is that which goes with the features, whatever it was when it was read. */
  readonly anew: boolean
}

function decodeSinceFirefly(r: Reader, structV: number, fields: Fields): void {
  if (structV >= 2) fields.newPrimaryAffinity = r.field('new_primary_affinity', osdU32Codec.decode)
  if (structV >= 3) {
    fields.newErasureCodeProfiles = r.field('new_erasure_code_profiles', decodeProfiles)
    fields.oldErasureCodeProfiles = r.field('old_erasure_code_profiles', r => r.list(r => r.string(), 4))
  }
  if (structV >= 4) {
    fields.newPgUpmap = r.field('new_pg_upmap', pgOsdsCodec.decode)
    fields.oldPgUpmap = r.field('old_pg_upmap', readPgs)
    fields.newPgUpmapItems = r.field('new_pg_upmap_items', pgUpmapItemsCodec.decode)
    fields.oldPgUpmapItems = r.field('old_pg_upmap_items', readPgs)
  }
}

function decodeSinceMimic(r: Reader, structV: number, fields: Fields): void {
  if (structV >= 6) {
    fields.newRemovedSnaps = r.field('new_removed_snaps', decodeSnapsByPool)
    fields.newPurgedSnaps = r.field('new_purged_snaps', decodeSnapsByPool)
  }
  if (structV >= 8) {
    fields.newLastUpChange = r.field('new_last_up_change', utimeCodec.decode)
    fields.newLastInChange = r.field('new_last_in_change', utimeCodec.decode)
  }
  if (structV >= 9) {
    fields.newPgUpmapPrimary = r.field('new_pg_upmap_primary', pgOsdCodec.decode)
    fields.oldPgUpmapPrimary = r.field('old_pg_upmap_primary', readPgs)
  }
}

/** What the section holds; the other fields as in an increment that changes nothing. */
export function decodeIncrementalClient(r: Reader, structV: number): OSDMapIncremental {
  const base = {
    ...EMPTY_INCREMENTAL,
    fsid: r.field('fsid', uuidCodec.decode),
    epoch: r.field('epoch', r => r.u32()),
    modified: r.field('modified', utimeCodec.decode),
    newPoolMax: r.field('new_pool_max', r => r.s64()),
    newFlags: r.field('new_flags', r => r.s32()),
    fullmap: r.field('fullmap', r => r.blob().slice()),
    crush: r.field('crush', r => r.blob().slice()),
    newMaxOsd: r.field('new_max_osd', r => r.s32()),
    newPools: r.field('new_pools', poolsCodec.decode),
    newPoolNames: r.field('new_pool_names', decodePoolNames),
    oldPools: r.field('old_pools', r => r.set(r => r.s64(), 8)),
    newUpClient: r.field('new_up_client', addrvecsCodec.decode),
    newState: r.field('new_state', structV >= 5 ? osdU32Codec.decode : osdU8Codec.decode),
    newWeight: r.field('new_weight', osdU32Codec.decode),
    newPgTemp: r.field('new_pg_temp', pgOsdsCodec.decode),
    newPrimaryTemp: r.field('new_primary_temp', pgOsdCodec.decode)
  }
  const fields: Fields = {}
  decodeSinceFirefly(r, structV, fields)
  decodeSinceMimic(r, structV, fields)
  return { ...base, ...fields }
}

export function writeOldPools(w: Writer, pools: ReadonlySet<bigint>): void {
  w.list(
    [...pools].sort((a, b) => (a < b ? -1 : 1)),
    (w, id) => w.s64(id)
  )
}

function encodeBase(w: Writer, inc: OSDMapIncremental, structV: number, { features, anew }: IncrementalStyle): void {
  uuidCodec.encode(w, inc.fsid, features)
  utimeCodec.encode(w.u32(inc.epoch), inc.modified, features)
  w.s64(inc.newPoolMax).s32(inc.encoding?.newFlags ?? inc.newFlags)
  w.blob(inc.fullmap).blob(inc.crush).s32(inc.newMaxOsd)
  const pools = anew ? poolsAnewCodec : poolsCodec
  pools.encode(w, inc.newPools, features)
  encodePoolNames(w, inc.newPoolNames)
  writeOldPools(w, inc.oldPools)
  const addrs = structV >= ADDRVEC_V ? addrvecsCodec : addrsCodec
  addrs.encode(w, inc.newUpClient, features)
  const states = structV >= 5 ? osdU32Codec : osdU8Codec
  states.encode(w, inc.newState, features)
  osdU32Codec.encode(w, inc.newWeight, features)
  pgOsdsCodec.encode(w, inc.newPgTemp, features)
  pgOsdCodec.encode(w, inc.newPrimaryTemp, features)
}

export function encodeIncrementalClient(
  w: Writer,
  inc: OSDMapIncremental,
  structV: number,
  style: IncrementalStyle
): void {
  const { features } = style
  encodeBase(w, inc, structV, style)
  if (structV >= 2) osdU32Codec.encode(w, inc.newPrimaryAffinity, features)
  if (structV >= 3) {
    encodeProfiles(w, inc.newErasureCodeProfiles)
    w.list(inc.oldErasureCodeProfiles, (w, name) => w.string(name))
  }
  if (structV >= 4) {
    pgOsdsCodec.encode(w, inc.newPgUpmap, features)
    writePgs(w, inc.oldPgUpmap)
    pgUpmapItemsCodec.encode(w, inc.newPgUpmapItems, features)
    writePgs(w, inc.oldPgUpmapItems)
  }
  if (structV >= 6) {
    encodeSnapsByPool(w, inc.newRemovedSnaps)
    encodeSnapsByPool(w, inc.newPurgedSnaps)
  }
  if (structV >= 8) {
    utimeCodec.encode(w, inc.newLastUpChange, features)
    utimeCodec.encode(w, inc.newLastInChange, features)
  }
  if (structV >= 9) {
    pgOsdCodec.encode(w, inc.newPgUpmapPrimary, features)
    writePgs(w, inc.oldPgUpmapPrimary)
  }
}

/*
  CrushWrapper                               src/crush/CrushWrapper.cc, encode() and decode()
    u32 magic                                  0x00010000
    s32 max_buckets
    u32 max_rules
    s32 max_devices
    … buckets                                  see bucket-codec
    … rules                                    see rule
    map<s32, string> type_map                  see names
    map<s32, string> name_map
    map<s32, string> rule_name_map
    then, as far as the map goes
      tunables, six groups                     see tunables
      class_map, class_name, class_bucket      see device-classes; since Luminous
      choose_args                              see choose-args; since Luminous
      u32 msr_descents, u32 msr_collision_tries  since Squid

  There is neither a version nor a length: the map is all of its bufferlist.
*/
import { CephFeature, haveFeature } from '@cephwire/codec'
import { readTail } from '../struct-encoding.js'
import { checkFits, readU32 } from './arrays.js'
import { decodeSlot, encodeSlot } from './bucket-codec.js'
import { checkDevices } from './check-devices.js'
import { compatBuckets } from './compat-weights.js'
import { crushGroups, GroupCount } from './crush-groups.js'
import { decodeNames, encodeNames } from './names.js'
import { decodeRuleSlot, encodeRuleSlot } from './rule.js'
import { LEGACY_TUNABLES } from './tunables.js'
import type { Codec, Decode, Encode, Features, Reader } from '@cephwire/codec'
import type { CrushMap, CrushNames } from './crush-map.js'

/** CRUSH_MAGIC */
const MAGIC = 0x00010000
const SLOT_BYTES = 4

function readSlots<T>(r: Reader, count: number, decode: (r: Reader, slot: number) => T): T[] {
  checkFits(r, count, SLOT_BYTES)
  const slots: T[] = []
  for (let i = 0; i < count; i++) slots.push(decode(r, i))
  return slots
}

function decodeCounts(r: Reader): { maxBuckets: number; maxRules: number; maxDevices: number } {
  const magic = r.field('magic', readU32)
  if (magic !== MAGIC) r.fail(`Not a CRUSH map: it starts with ${magic}, not with ${MAGIC}`)
  const maxBuckets = r.field('max_buckets', r => r.s32())
  if (maxBuckets < 0) r.fail(`${maxBuckets} is not a number of buckets`)
  return {
    maxBuckets,
    maxRules: r.field('max_rules', readU32),
    maxDevices: r.field('max_devices', r => r.s32())
  }
}

function decodeGroups(r: Reader, required: CrushMap): { map: CrushMap; groups: number } {
  let map = required
  let groups = 0
  for (; groups < crushGroups.length && r.remaining > 0; groups++) map = crushGroups[groups]!.decode(r, map)
  return { map, groups }
}

const decodeCrushMap: Decode<CrushMap> = r => {
  const { maxBuckets, maxRules, maxDevices } = decodeCounts(r)
  const buckets = r.field('buckets', r => readSlots(r, maxBuckets, decodeSlot))
  const rules = r.field('rules', r => readSlots(r, maxRules, decodeRuleSlot))
  const types = r.field('type_map', decodeNames)
  for (const type of types.names.keys()) if (type < 0) r.fail(`A name for the type ${type}`)
  const items = r.field('name_map', decodeNames)
  checkDevices(r, items.names.keys())
  const ruleNames = r.field('rule_name_map', decodeNames)
  const { map, groups } = decodeGroups(r, {
    buckets,
    rules,
    maxDevices,
    typeMap: types.names,
    nameMap: items.names,
    ruleNameMap: ruleNames.names,
    tunables: LEGACY_TUNABLES,
    classMap: new Map(),
    className: new Map(),
    classBucket: new Map(),
    chooseArgs: new Map()
  })
  const wideNames: readonly (readonly [CrushNames, boolean])[] = [
    ['typeMap', types.wide],
    ['nameMap', items.wide],
    ['ruleNameMap', ruleNames.wide]
  ]
  const wide = wideNames.flatMap(([name, isWide]) => (isWide ? [name] : []))
  return { ...map, encoding: { groups, wide, tail: readTail(r) } }
}

/** How much of the map a peer with these features is sent. */
function groupsFor({ tunables, encoding }: CrushMap, features: Features): number {
  const made = tunables.msrDescents === undefined ? GroupCount.BeforeMsr : GroupCount.Msr
  const groups = encoding?.groups ?? made
  if (haveFeature(features, CephFeature.SERVER_LUMINOUS)) return groups
  const known = haveFeature(features, CephFeature.CRUSH_TUNABLES5)
  return Math.min(groups, known ? GroupCount.BeforeLuminous : GroupCount.BeforeTunables5)
}

const encodeCrushMap: Encode<CrushMap> = (w, map, features) => {
  const { rules, maxDevices, encoding } = map
  const buckets = haveFeature(features, CephFeature.CRUSH_CHOOSE_ARGS) ? map.buckets : compatBuckets(map)
  w.u32(MAGIC).s32(buckets.length).u32(rules.length).s32(maxDevices)
  for (const bucket of buckets) encodeSlot(w, bucket)
  for (const rule of rules) encodeRuleSlot(w, rule)
  for (const name of ['typeMap', 'nameMap', 'ruleNameMap'] as const) {
    encodeNames(w, map[name], encoding?.wide.includes(name) ?? false)
  }
  const groups = groupsFor(map, features)
  for (const group of crushGroups.slice(0, groups)) group.encode(w, map)
  if (groups === encoding?.groups) w.bytes(encoding.tail)
}

/**
 * A CRUSH map, as `ceph osd getcrushmap` and `crushtool` write it and an osdmap contains it, of every release.
 *
 * `encode` writes what a monitor would write for a peer with these features: without choose_args and classes for one
 * before Luminous. The tunables of Squid are written where a map has them, whatever the features. A decoded map comes
 * out byte for byte, what newer releases appended included.
 */
export const crushMapCodec: Codec<CrushMap> = { encode: encodeCrushMap, decode: decodeCrushMap }

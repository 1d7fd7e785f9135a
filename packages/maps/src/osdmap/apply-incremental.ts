/*
  OSDMap and OSDMap::Incremental             src/osd/OSDMap.cc, apply_incremental()
*/
import { CEPH_FEATURES_ALL, CephFeature, haveFeature } from '@cephwire/codec'
import { MapFsidError, MapGapError } from '../errors.js'
import { applyToOsds } from './apply-osds.js'
import { applyToPgs, applyToPools, applyToSnaps, patched } from './apply-pools.js'
import { canonicalCrush } from './canonical-crush.js'
import { keptClassFlags } from './class-flags.js'
import { edited } from './edit.js'
import { encodeOsdMapAnew } from './osd-map-encode.js'
import { checkCrc } from './osd-map-crc.js'
import { decodeOsdMap } from './osd-map-decode.js'
import { formFor, isOfForm, OSD_MAP_V, osdVersion } from './osd-map-form.js'
import { OSDMapFlag } from './osd-map-flag.js'
import { flagsOfRelease, LUMINOUS } from './release-flags.js'
import type { EntityAddr, Features, Utime } from '@cephwire/codec'
import type { OsdVectors } from './apply-osds.js'
import type { OSDMap } from './osd-map.js'
import type { OSDMapForm } from './osd-map-form.js'
import type { OSDMapIncremental } from './osd-map-incremental.js'

/** How increments are applied. */
export interface ApplyOptions {
  /** Whether the checksum of the map that comes of it has to be that which the increment says; default: true. */
  readonly verifyCrc?: boolean
}

const JEWEL = 10
const KRAKEN = 11
/** Numbers of releases from here on say that none is meant. */
const NO_RELEASE = 128

/** struct_v of a map's section for clients by that of an increment's; Reef wrote both without saying so in features. */
const mapVersions: ReadonlyMap<number, number> = new Map([
  [3, 3],
  [5, 6],
  [6, 7],
  [8, 9],
  [9, 10]
])

/** Features and form in which a map is written from this increment on. */
function target(inc: OSDMapIncremental): { readonly features: Features; readonly form: OSDMapForm } {
  const known = haveFeature(inc.encodeFeatures, CephFeature.PGID64 | CephFeature.OSDMAP_ENC)
  const features = known ? inc.encodeFeatures : CEPH_FEATURES_ALL
  const form = formFor(features)
  const isModern = inc.encoding !== undefined && inc.encoding.osdV > 0
  const clientV = isModern ? mapVersions.get(inc.encoding.clientV ?? 0) : undefined
  return { features, form: { ...form, clientV: clientV ?? form.clientV } }
}

const isTime = ({ sec, nsec }: Utime): boolean => sec !== 0 || nsec !== 0

type Releases = Pick<OSDMap, 'flags' | 'requireOsdRelease' | 'requireMinCompatClient'>

function applyToReleases(map: OSDMap, inc: OSDMapIncremental): Releases {
  let { flags, requireOsdRelease } = map
  if (inc.newFlags >= 0) {
    flags = inc.newFlags
    if ((flags & OSDMapFlag.REQUIRE_KRAKEN) !== 0) requireOsdRelease = Math.max(requireOsdRelease, KRAKEN)
    else if ((flags & OSDMapFlag.REQUIRE_JEWEL) !== 0) requireOsdRelease = Math.max(requireOsdRelease, JEWEL)
  }
  if (inc.newRequireOsdRelease < NO_RELEASE) {
    requireOsdRelease = inc.newRequireOsdRelease
    flags = flagsOfRelease(flags, requireOsdRelease)
  }
  const min = inc.newRequireMinCompatClient
  const requireMinCompatClient = min > 0 && min < NO_RELEASE ? min : map.requireMinCompatClient
  return { flags, requireOsdRelease, requireMinCompatClient }
}

type BlocklistFields = 'blocklist' | 'rangeBlocklist'

function applyToBlocklists(map: OSDMap, inc: OSDMapIncremental, features: Features): Pick<OSDMap, BlocklistFields> {
  const apply = (
    list: ReadonlyMap<EntityAddr, Utime>,
    added: ReadonlyMap<EntityAddr, Utime>,
    gone: readonly EntityAddr[]
  ): ReadonlyMap<EntityAddr, Utime> => {
    // An address that is there already keeps its time, as std::map::insert has it.
    const fresh = [...added].filter(([addr]) => !list.has(addr))
    return patched(patched(list, fresh, [], features), [], gone, features)
  }
  return {
    blocklist: apply(map.blocklist, inc.newBlocklist, inc.oldBlocklist),
    rangeBlocklist: apply(map.rangeBlocklist, inc.newRangeBlocklist, inc.oldRangeBlocklist)
  }
}

/** Flags by number: 0 takes them away. */
function applyFlags(flags: ReadonlyMap<number, number>, changes: ReadonlyMap<number, number>): typeof flags {
  const entries = [...changes]
  const gone = entries.flatMap(([id, mask]) => (mask === 0 ? [id] : []))
  return edited(
    flags,
    entries.filter(([, mask]) => mask !== 0),
    gone
  )
}

function applyCrush(
  map: OSDMap,
  inc: OSDMapIncremental,
  release: number,
  features: Features
): Pick<OSDMap, 'crush' | 'crushVersion' | 'deviceClassFlags' | 'crushNodeFlags'> {
  const crushNodeFlags = applyFlags(map.crushNodeFlags, inc.newCrushNodeFlags)
  const deviceClassFlags = applyFlags(map.deviceClassFlags, inc.newDeviceClassFlags)
  const { crush, crushVersion } = map
  if (inc.crush.length === 0) return { crush, crushVersion, crushNodeFlags, deviceClassFlags }
  return {
    crush: canonicalCrush(inc.crush, features),
    crushVersion: release >= LUMINOUS ? crushVersion + 1 : crushVersion,
    crushNodeFlags,
    deviceClassFlags: keptClassFlags(deviceClassFlags, inc.crush)
  }
}

type Ratios = 'nearfullRatio' | 'backfillfullRatio' | 'fullRatio'

function applyToRatios(map: OSDMap, inc: OSDMapIncremental): Pick<OSDMap, Ratios> {
  return {
    nearfullRatio: inc.newNearfullRatio >= 0 ? inc.newNearfullRatio : map.nearfullRatio,
    backfillfullRatio: inc.newBackfillfullRatio >= 0 ? inc.newBackfillfullRatio : map.backfillfullRatio,
    fullRatio: inc.newFullRatio >= 0 ? inc.newFullRatio : map.fullRatio
  }
}

function applyToStretch(map: OSDMap, inc: OSDMapIncremental): Partial<OSDMap> {
  const allowCrimson = inc.mutateAllowCrimson === 0 ? map.allowCrimson : inc.mutateAllowCrimson === 1
  if (!inc.changeStretchMode) return { allowCrimson }
  return {
    allowCrimson,
    stretchModeEnabled: inc.stretchModeEnabled,
    stretchBucketCount: inc.newStretchBucketCount,
    degradedStretchMode: inc.newDegradedStretchMode,
    recoveringStretchMode: inc.newRecoveringStretchMode,
    stretchModeBucket: inc.newStretchModeBucket
  }
}

/** @param map whose parts are bytes of the form that goes with the features */
function changed(map: OSDMap, inc: OSDMapIncremental, features: Features): OSDMap {
  const releases = applyToReleases(map, inc)
  return {
    ...map,
    epoch: inc.epoch,
    modified: inc.modified,
    ...releases,
    ...applyToPools(map, inc, features),
    ...applyToSnaps(map, inc),
    ...applyToOsds(map as OSDMap & OsdVectors, inc, features),
    ...applyToPgs(map, inc, features),
    ...applyToBlocklists(map, inc, features),
    ...applyToRatios(map, inc),
    ...applyToStretch(map, inc),
    ...applyCrush(map, inc, releases.requireOsdRelease, features),
    lastUpChange: isTime(inc.newLastUpChange) ? inc.newLastUpChange : map.lastUpChange,
    lastInChange: isTime(inc.newLastInChange) ? inc.newLastInChange : map.lastInChange,
    clusterSnapshot: inc.clusterSnapshot,
    clusterSnapshotEpoch: inc.clusterSnapshot === '' ? 0 : inc.epoch
  }
}

const CRC_BYTES = 4
const NO_TAIL = new Uint8Array(0)

/** The checksum at the end of an encoded map. */
function crcOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset + bytes.length - CRC_BYTES).getUint32(0, true)
}

function checkApplies(map: OSDMap, inc: OSDMapIncremental): void {
  if (inc.epoch !== map.epoch + 1) throw new MapGapError(map.epoch, inc.epoch)
  if (inc.epoch !== 1 && inc.fsid !== map.fsid) throw new MapFsidError(map.fsid, inc.fsid)
}

/**
 * The map of the next epoch. What does not change is shared with the map that it comes of, which stays as it is.
 *
 * @throws MapGapError when the increment is not of the next epoch; MapFsidError when it is of another cluster;
 * MapCrcError when the checksum of what comes of it is not as the increment says: get the whole map then; CodecError
 * when the increment has an OSD that the map has no place for
 */
export function applyIncremental(map: OSDMap, inc: OSDMapIncremental, { verifyCrc = true }: ApplyOptions = {}): OSDMap {
  checkApplies(map, inc)
  if (inc.fullmap.length > 0) return decodeOsdMap(inc.fullmap, { verifyCrc })
  const { features, form } = target(inc)
  const base = isOfForm(map.encoding?.form, form)
    ? map
    : decodeOsdMap(encodeOsdMapAnew(map, features, form), { verifyCrc: false })
  const next = changed({ ...base, fsid: inc.fsid }, inc, features)
  const versions = { form, clientV: form.clientV, osdV: osdVersion(next, form) }
  const tails = { structV: OSD_MAP_V, tail: NO_TAIL, clientTail: NO_TAIL, osdTail: NO_TAIL }
  const made = { ...next, crc: inc.fullCrc, encoding: { ...versions, ...tails, flags: next.flags } }
  if (verifyCrc && inc.fullCrc !== undefined) {
    checkCrc(`full_crc of epoch ${inc.epoch}`, inc.fullCrc, crcOf(encodeOsdMapAnew(made, features, form)))
  }
  return made
}

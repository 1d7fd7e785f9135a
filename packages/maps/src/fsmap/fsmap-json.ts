import { formatUtime, sortedByNumber } from '@cephwire/codec'
import { compatSetToJson } from './compat-set.js'
import { mdsInfoToJson } from './mds-info-json.js'
import { mdsMapToJson } from './mdsmap-json.js'
import { mirrorInfoToJson } from './mirror-info.js'
import type { Utime } from '@cephwire/codec'
import type { CompatSetJson } from './compat-set.js'
import type { Filesystem } from './filesystem.js'
import type { FSMap } from './fsmap.js'
import type { MdsInfoJson } from './mds-info-json.js'
import type { MDSMapJson } from './mdsmap-json.js'
import type { MirrorInfoJson } from './mirror-info.js'

/** A file system in the output of `ceph fs dump -f json`. */
export interface FilesystemJson {
  readonly mdsmap: MDSMapJson
  readonly id: number
  /** Of a file system whose snapshots are mirrored. */
  readonly mirror_info?: MirrorInfoJson
}

/** The output of `ceph fs dump -f json`. */
export interface FSMapJson {
  readonly epoch: number
  /** Since Squid. */
  readonly btime?: string
  readonly default_fscid: number
  readonly compat: CompatSetJson
  readonly feature_flags: { readonly enable_multiple: boolean; readonly ever_enabled_multiple: boolean }
  readonly standbys: readonly (MdsInfoJson & { readonly epoch: number })[]
  readonly filesystems: readonly FilesystemJson[]
}

/** Ceph prints a colon in front of the fraction here. */
const formatBtime = (time: Utime): string => formatUtime(time).replace(/\.(?=\d{6}\+0000$)/, ':')

/** Filesystem::dump */
export function filesystemToJson({ fscid, mdsMap, mirrorInfo }: Filesystem): FilesystemJson {
  const mirror = mirrorInfo?.mirrored === true ? { mirror_info: mirrorInfoToJson(mirrorInfo) } : {}
  return { mdsmap: mdsMapToJson(mdsMap), id: fscid, ...mirror }
}

/**
 * The map as `ceph fs dump -f json` prints it, names and order included: src/mds/FSMap.cc, dump().
 *
 * A map with the fields of Reef or Squid is printed as those do, others as Pacific does. Numbers are as JSON.parse
 * reads what Ceph prints: beyond 2⁵³ the nearest one.
 */
export function fsMapToJson(map: FSMap): FSMapJson {
  return {
    epoch: map.epoch,
    ...(map.btime === undefined ? {} : { btime: formatBtime(map.btime) }),
    default_fscid: map.legacyClientFscid,
    compat: compatSetToJson(map.defaultCompat),
    feature_flags: { enable_multiple: map.enableMultiple, ever_enabled_multiple: map.everEnabledMultiple },
    standbys: Array.from(sortedByNumber(map.standbyDaemons), ([gid, info]) => ({
      ...mdsInfoToJson(info),
      epoch: map.standbyEpochs.get(gid) ?? 0
    })),
    filesystems: Array.from(sortedByNumber(map.filesystems).values(), filesystemToJson)
  }
}

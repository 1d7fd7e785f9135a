import { ServiceId } from '@cephwire/auth'
import { TargetError } from '../errors.js'
import { printable } from '../printable.js'
import type { FSMap, Filesystem, MdsInfo } from '@cephwire/maps'
import type { Daemon } from './daemon.js'

/** Every MDS of the cluster: those that serve a file system and those that stand by. */
export function* allMds(map: FSMap): Iterable<MdsInfo> {
  yield* map.standbyDaemons.values()
  for (const { mdsMap } of map.filesystems.values()) yield* mdsMap.mdsInfo.values()
}

/**
 * Finds an MDS as libcephfs does: a rank, of the file system that is named or the default one, then a global_id, then a
 * name. src/client/Client.cc, resolve_mds(); src/mds/FSMap.cc, parse_role()
 *
 * @param spec what stands behind `mds.`
 * @throws TargetError with ENOENT for nobody and for one that is laggy, with EAGAIN for a rank that is down
 */
export function mdsIn(map: FSMap, spec: string): Daemon {
  const info = byRole(map, spec) ?? byGidOrName(map, spec)
  if (info === undefined) throw new TargetError('ENOENT', `mds.${spec}`, `There is no mds.${spec}`)
  if (info.laggySince.sec !== 0 || info.laggySince.nsec !== 0) {
    throw new TargetError('ENOENT', `mds.${spec}`, `mds.${info.name} is laggy`)
  }
  return { name: printable(`mds.${info.name}`, 128), service: ServiceId.Mds, addrs: info.addrs }
}

function byRole(map: FSMap, spec: string): MdsInfo | undefined {
  const [, fs, digits] = /^(?:([^:]*):)?(\d{1,9})$/.exec(spec) ?? []
  if (digits === undefined) return undefined
  const mdsMap = (fs === undefined ? map.filesystems.get(map.legacyClientFscid) : filesystemOf(map, fs))?.mdsMap
  const rank = Number(digits)
  if (mdsMap?.in.has(rank) !== true) return undefined
  const gid = mdsMap.up.get(rank)
  const info = gid === undefined ? undefined : mdsMap.mdsInfo.get(gid)
  if (info === undefined) throw new TargetError('EAGAIN', `mds.${spec}`, `Rank ${rank} of ${mdsMap.fsName} is down`)
  return info
}

/** By number, or by name. */
function filesystemOf(map: FSMap, fs: string): Filesystem | undefined {
  const byNumber = /^\d{1,9}$/.test(fs) ? map.filesystems.get(Number(fs)) : undefined
  return byNumber ?? [...map.filesystems.values()].find(({ mdsMap }) => mdsMap.fsName === fs)
}

function byGidOrName(map: FSMap, spec: string): MdsInfo | undefined {
  const gid = /^\d{1,20}$/.test(spec) ? BigInt(spec) : undefined
  for (const info of allMds(map)) if (gid === undefined ? info.name === spec : info.globalId === gid) return info
  return undefined
}

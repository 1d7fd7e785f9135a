/*
  What Ceph prints of a part as it prints the part within its map: of that map nothing else is given.
*/
import { fsMapToJson, poolStatToJson, serviceMapToJson } from '@cephwire/maps'
import type { Codec } from '@cephwire/codec'
import type {
  compatSetCodec,
  filesystemCodec,
  fsMapCodec,
  mdsInfoCodec,
  objectStatSumCodec,
  serviceCodec,
  serviceDaemonCodec,
  storeStatfsCodec
} from '@cephwire/maps'

type Value<C> = C extends Codec<infer T> ? T : never

const NO_FEATURES = { mask: 0n, names: new Map<bigint, string>() }

const NO_FILESYSTEMS: Value<typeof fsMapCodec> = {
  epoch: 0,
  nextFilesystemId: 0n,
  legacyClientFscid: -1,
  defaultCompat: { compat: NO_FEATURES, roCompat: NO_FEATURES, incompat: NO_FEATURES },
  enableMultiple: false,
  everEnabledMultiple: false,
  filesystems: new Map(),
  mdsRoles: new Map(),
  standbyDaemons: new Map(),
  standbyEpochs: new Map()
}

/** CompatSet::dump */
export function compatSetToJson(defaultCompat: Value<typeof compatSetCodec>): object {
  return fsMapToJson({ ...NO_FILESYSTEMS, defaultCompat }).compat
}

/** Filesystem::dump */
export function filesystemToJson(filesystem: Value<typeof filesystemCodec>): object {
  return fsMapToJson({ ...NO_FILESYSTEMS, filesystems: new Map([[filesystem.fscid, filesystem]]) }).filesystems[0]!
}

/** MDSMap::mds_info_t::dump */
export function mdsInfoToJson(info: Value<typeof mdsInfoCodec>): object {
  const standbyDaemons = new Map([[info.globalId, info]])
  return { ...fsMapToJson({ ...NO_FILESYSTEMS, standbyDaemons }).standbys[0]!, epoch: undefined }
}

/** ServiceMap::Service::dump */
export function serviceToJson(service: Value<typeof serviceCodec>): {
  readonly daemons: Readonly<Record<string, object | string>>
} {
  const services = new Map([['', service]])
  return serviceMapToJson({ epoch: 0, modified: { sec: 0, nsec: 0 }, services }).services['']!
}

/** ServiceMap::Daemon::dump */
export function serviceDaemonToJson(daemon: Value<typeof serviceDaemonCodec>): object {
  return serviceToJson({ daemons: new Map([['0', daemon]]), summary: '' }).daemons['0'] as object
}

const NO_STORE: Value<typeof storeStatfsCodec> = {
  total: 0n,
  available: 0n,
  internallyReserved: 0n,
  allocated: 0n,
  dataStored: 0n,
  dataCompressed: 0n,
  dataCompressedAllocated: 0n,
  dataCompressedOriginal: 0n,
  omapAllocated: 0n,
  internalMetadata: 0n
}

/** object_stat_sum_t::dump */
export function objectStatSumToJson(sum: Value<typeof objectStatSumCodec>): object {
  const stats = { sum, catSum: new Map() }
  const rest = { storeStats: NO_STORE, logSize: 0n, ondiskLogSize: 0n, up: 0, acting: 0, numStoreStats: 0 }
  return poolStatToJson({ stats, ...rest }).stat_sum
}

import { entityAddrvecToJson } from '@cephwire/codec'
import * as maps from '@cephwire/maps'
import { decodable } from './decodable.js'
import { incrementalToJson } from './incremental-to-json.js'
import { fieldsToJson } from './to-json.js'
import type { Decodable } from './decodable.js'

const monTypes: readonly Decodable[] = [
  decodable('FeatureMap', maps.featureMapCodec, maps.featureMapToJson),
  decodable('MonMap', maps.monMapCodec, maps.monMapToJson),
  decodable('mon_feature_t', maps.monFeatureCodec, features => ({ features: maps.monFeatureNames(features) })),
  decodable('mon_info_t', maps.monInfoCodec, ({ name, publicAddrs, ...info }) => ({
    name,
    public_addrs: entityAddrvecToJson(publicAddrs),
    ...fieldsToJson(info)
  })),
  decodable('health_check_map_t', maps.healthCheckMapCodec, maps.healthCheckMapToJson),
  decodable('health_check_t', maps.healthCheckCodec, maps.healthCheckToJson),
  decodable('health_mute_t', maps.healthMuteCodec, maps.healthMuteToJson)
]

const osdTypes: readonly Decodable[] = [
  decodable('CrushWrapper', maps.crushMapCodec, map => maps.crushMapToJson(map)),
  decodable('OSDMap', maps.osdMapCodec, map => maps.osdMapToJson(map)),
  decodable('OSDMap::Incremental', maps.osdMapIncrementalCodec, incrementalToJson),
  decodable('osd_info_t', maps.osdInfoCodec),
  decodable('osd_xinfo_t', maps.osdXinfoCodec),
  decodable('pg_pool_t', maps.pgPoolCodec, pool => maps.pgPoolToJson(pool)),
  decodable('pg_t', maps.pgIdCodec)
]

const mdsTypes: readonly Decodable[] = [
  decodable('CompatSet', maps.compatSetCodec, maps.compatSetToJson),
  decodable('FSMap', maps.fsMapCodec, maps.fsMapToJson),
  decodable('FSMapUser', maps.fsMapUserCodec),
  decodable('Filesystem', maps.filesystemCodec, maps.filesystemToJson),
  decodable('MDSMap', maps.mdsMapCodec, maps.mdsMapToJson),
  decodable('MDSMap::mds_info_t', maps.mdsInfoCodec, info => maps.mdsInfoToJson(info)),
  decodable('MirrorInfo', maps.mirrorInfoCodec, maps.mirrorInfoToJson)
]

const mgrTypes: readonly Decodable[] = [
  decodable('MgrMap', maps.mgrMapCodec, maps.mgrMapToJson),
  decodable('MgrMap::ModuleInfo', maps.mgrModuleInfoCodec, maps.mgrModuleInfoToJson),
  decodable('MgrMap::ModuleOption', maps.mgrModuleOptionCodec, maps.mgrModuleOptionToJson),
  decodable('MgrMap::StandbyInfo', maps.mgrStandbyInfoCodec, maps.mgrStandbyInfoToJson),
  decodable('ServiceMap', maps.serviceMapCodec, maps.serviceMapToJson),
  decodable('ServiceMap::Daemon', maps.serviceDaemonCodec, maps.serviceDaemonToJson),
  decodable('ServiceMap::Service', maps.serviceCodec, maps.serviceToJson)
]

const statTypes: readonly Decodable[] = [
  decodable('PGMapDigest', maps.pgMapDigestCodec, maps.pgMapDigestToJson),
  decodable('object_stat_collection_t', maps.objectStatCollectionCodec, ({ sum }) => ({
    stat_sum: maps.objectStatSumToJson(sum)
  })),
  decodable('object_stat_sum_t', maps.objectStatSumCodec, maps.objectStatSumToJson),
  decodable('osd_stat_t', maps.osdStatCodec, maps.osdStatToJson),
  decodable('pool_stat_t', maps.poolStatCodec, maps.poolStatToJson),
  decodable('store_statfs_t', maps.storeStatfsCodec, maps.storeStatfsToJson)
]

/** What @cephwire/maps knows. */
export const mapTypes: readonly Decodable[] = [...monTypes, ...osdTypes, ...mdsTypes, ...mgrTypes, ...statTypes]

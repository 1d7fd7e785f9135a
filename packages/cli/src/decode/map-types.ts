import { monFeatureCodec, monFeatureNames, monInfoCodec, monMapCodec, monMapToJson } from '@cephwire/maps'
import { addrToJson } from './addr-to-json.js'
import { decodable } from './decodable.js'
import { toJson } from './to-json.js'
import type { MonInfo } from '@cephwire/maps'
import type { Json } from './to-json.js'

function monInfoToJson({ publicAddrs, ...info }: MonInfo): Json {
  const { name, ...more } = toJson(info) as { readonly [name: string]: Json }
  return { name: name!, public_addrs: { addrvec: publicAddrs.map(addrToJson) }, ...more }
}

/** What @cephwire/maps knows. */
export const mapTypes = [
  decodable('MonMap', monMapCodec, map => toJson(monMapToJson(map))),
  decodable('mon_info_t', monInfoCodec, monInfoToJson),
  decodable('mon_feature_t', monFeatureCodec, features => ({ features: monFeatureNames(features) }))
]

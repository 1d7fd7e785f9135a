import { asInt } from './as-int.js'
import { crushBucketAlgName, crushItemWeights } from './bucket.js'
import { chooseArgsToJson } from './choose-args-json.js'
import { rulesToJson } from './rules-json.js'
import { tunablesToJson } from './tunables-json.js'
import type { CrushBucket } from './bucket.js'
import type { CrushBucketJson, CrushDeviceJson, CrushMapJson, CrushTypeJson } from './crush-json-types.js'
import type { CrushMap } from './crush-map.js'

const Release = { Pacific: 16, Reef: 18, Squid: 19 } as const

const RJENKINS1 = 0

/** Up to the highest that is in a bucket or has a name: finalize() */
function countDevices({ buckets, nameMap }: CrushMap): number {
  let count = 0
  for (const bucket of buckets) for (const item of bucket?.items ?? []) count = Math.max(count, item + 1)
  for (const item of nameMap.keys()) count = Math.max(count, item + 1)
  return count
}

function devicesJson(map: CrushMap): CrushDeviceJson[] {
  const { nameMap, classMap, className } = map
  return Array.from({ length: countDevices(map) }, (_, id) => {
    const deviceClass = className.get(classMap.get(id) ?? NaN)
    return {
      id,
      name: nameMap.get(id) ?? `device${id}`,
      ...(deviceClass === undefined ? {} : { class: deviceClass })
    }
  })
}

/** By id; the type of devices has a name even if the map has none for it. */
function typesJson({ typeMap }: CrushMap): CrushTypeJson[] {
  const named = typeMap.size > 0 && !typeMap.has(0) ? [[0, 'device'] as const, ...typeMap] : [...typeMap]
  return named.sort(([a], [b]) => a - b).map(([id, name]) => ({ type_id: id, name }))
}

function bucketJson(bucket: CrushBucket, { nameMap, typeMap }: CrushMap): CrushBucketJson {
  const [name, typeName] = [nameMap.get(bucket.id), typeMap.get(bucket.type)]
  const weights = crushItemWeights(bucket)
  return {
    id: bucket.id,
    ...(name === undefined ? {} : { name }),
    type_id: bucket.type,
    ...(typeName === undefined ? {} : { type_name: typeName }),
    weight: asInt(bucket.weight),
    alg: crushBucketAlgName(bucket.alg),
    hash: bucket.hash === RJENKINS1 ? 'rjenkins1' : 'unknown',
    items: bucket.items.map((id, pos) => ({ id, weight: asInt(weights[pos]!), pos }))
  }
}

/** Pacific wrote the sizes of pools that a rule is for, Quincy 1 and 100 for all, Squid tunables of its own. */
function releaseOf({ tunables, rules }: CrushMap): number {
  if (tunables.msrDescents !== undefined) return Release.Squid
  const bounded = rules.some(rule => rule !== undefined && (rule.minSize !== 1 || rule.maxSize !== 100))
  return bounded ? Release.Pacific : Release.Reef
}

/**
 * The map as `ceph osd crush dump -f json` and `crushtool --dump` print it, names and order included:
 * src/crush/CrushWrapper.cc, dump().
 *
 * @param release number of the release to print it as, 16 for Pacific; by default the one that the map looks like
 */
export function crushMapToJson(map: CrushMap, release: number = releaseOf(map)): CrushMapJson {
  return {
    devices: devicesJson(map),
    types: typesJson(map),
    buckets: map.buckets.flatMap(bucket => (bucket === undefined ? [] : [bucketJson(bucket, map)])),
    rules: rulesToJson(map, release),
    tunables: tunablesToJson(map, release >= Release.Squid),
    choose_args: chooseArgsToJson(map)
  }
}

import { CodecError, decode } from '@cephwire/codec'
import { crushMapCodec, crushMapToJson, osdMapCodec, osdMapToJson, pgPoolToJson } from '@cephwire/maps'
import { fieldsToJson, toJson } from './to-json.js'
import type { osdMapIncrementalCodec } from '@cephwire/maps'

/**
 * OSDMap::Incremental by the names of its fields in Ceph. The maps and pools in it are printed as they are alone; a map
 * that it does not have is left out.
 */
export function incrementalToJson(inc: ReturnType<typeof osdMapIncrementalCodec.decode>): object {
  const { fsid, epoch } = inc
  return {
    fsid,
    epoch,
    ...fieldsToJson(inc),
    fullmap: mapToJson(inc.fullmap, bytes => osdMapToJson(decode(osdMapCodec, bytes))),
    crush: mapToJson(inc.crush, bytes => crushMapToJson(decode(crushMapCodec, bytes))),
    new_pools: Object.fromEntries(Array.from(inc.newPools, ([id, pool]) => [String(id), pgPoolToJson(pool)]))
  }
}

/** In hexadecimal when it cannot be read: the increment is of use all the same. */
function mapToJson(bytes: Uint8Array, print: (bytes: Uint8Array) => object): unknown {
  if (bytes.length === 0) return undefined
  try {
    return print(bytes)
  } catch (error) {
    if (error instanceof CodecError) return toJson(bytes)
    throw error
  }
}

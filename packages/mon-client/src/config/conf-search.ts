import { ConfigError } from '../errors.js'
import { expandMeta } from './expand.js'
import { readCephConf } from './read-conf.js'
import { isMissing } from './small-file.js'
import type { CephConf } from './ceph-conf.js'
import type { MetaVariables } from './expand.js'

/** Where Ceph looks, the first that exists is read: CEPH_CONF_FILE_DEFAULT without what holds for daemons only. */
export const DEFAULT_CONF_PATHS = '/etc/ceph/$cluster.conf,$home/.ceph/$cluster.conf,$cluster.conf'

export interface ConfSearch {
  /** Undefined when none exists and none was asked for. */
  readonly conf: CephConf | undefined
  /** The files that were looked for, up to the one that was found. */
  readonly tried: readonly string[]
}

/**
 * Reads the first file that exists.
 *
 * @param paths with commas or semicolons between them
 * @param asked by whom, for the message; undefined for the default paths, of which none need exist
 * @throws ConfigError when a file is there but cannot be read, or none of those asked for is there
 */
export async function findCephConf(paths: string, asked: string | undefined, meta: MetaVariables): Promise<ConfSearch> {
  const tried: string[] = []
  for (const path of paths.split(/[;,]/).filter(path => path !== '')) {
    const file = expandMeta(path, meta)
    tried.push(file)
    try {
      return { conf: await readCephConf(file), tried }
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  }
  if (asked === undefined) return { conf: undefined, tried }
  throw new ConfigError(`No such configuration file: ${tried.join(', ')} (given by ${asked})`, {
    ...(tried.length === 1 ? { file: tried[0]! } : {})
  })
}

/** `zone1` of `/etc/ceph/zone1.conf`; undefined for a file that is not named so. */
export function clusterNameOf(path: string): string | undefined {
  return /(?:^|[\\/])([^\\/]+)\.conf$/.exec(path)?.[1]
}

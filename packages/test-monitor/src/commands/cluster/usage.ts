import type { ClusterState } from '../../state/index.js'

/** How full the cluster is, in bytes. */
export interface RawUsage {
  readonly total: bigint
  readonly used: bigint
  readonly avail: bigint
  readonly objects: bigint
}

const KIB = 1024n

export function rawUsage({ usage: { kb, kbUsed, kbAvail, numObjects } }: ClusterState): RawUsage {
  return { total: kb * KIB, used: kbUsed * KIB, avail: kbAvail * KIB, objects: numObjects }
}

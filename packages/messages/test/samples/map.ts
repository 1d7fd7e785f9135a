import { fsMap, fsMapUser, mdsMap, mgrDigest, mgrMap, osdMap, serviceMap } from '@cephwire/messages'
import { FSID, FSID_HEX, sample } from '../support/sample.js'

const opaque = Uint8Array.of(9, 8)

export const mapSamples = [
  sample(
    osdMap,
    {
      fsid: FSID,
      incrementalMaps: new Map([[3, opaque]]),
      maps: new Map([
        [1, Uint8Array.of(7)],
        [2, opaque]
      ]),
      clusterOsdmapTrimLowerBound: 1,
      newestMap: 3
    },
    `${FSID_HEX}
     01000000                        # incremental_maps: one
     03000000 02000000 0908
     02000000                        # maps: two
     01000000 01000000 07
     02000000 02000000 0908
     01000000 03000000               # cluster_osdmap_trim_lower_bound, newest_map
     00000000                        # gap_removed_snaps`
  ),
  sample(fsMap, { epoch: 4, fsmap: opaque }, '04000000 0908'),
  sample(fsMapUser, { epoch: 4, fsmap: opaque }, '04000000 0908'),
  sample(
    mdsMap,
    { fsid: FSID, epoch: 4, encoded: opaque, mapFsName: '' },
    `${FSID_HEX}
     04000000                        # epoch
     02000000 0908                   # encoded
     00000000                        # map_fs_name`
  ),
  sample(mgrMap, { map: opaque }, '0908'),
  sample(mgrDigest, { monStatusJson: opaque, healthJson: Uint8Array.of(7) }, '02000000 0908 01000000 07'),
  sample(serviceMap, { serviceMap: opaque }, '0908')
]

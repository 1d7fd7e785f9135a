import type { JsonValue } from '../../format/json-formatter.js'

/** What an MDS has to understand, by number of the feature: src/mds/MDSMap.cc */
export const INCOMPAT: ReadonlyMap<number, string> = new Map([
  [1, 'base v0.20'],
  [2, 'client writeable ranges'],
  [3, 'default file layouts on dirs'],
  [4, 'dir inode in separate object'],
  [5, 'mds uses versioned encoding'],
  [6, 'dirfrag is stored in omap'],
  [8, 'no anchor table'],
  [9, 'file layout v2'],
  [10, 'snaprealm v2']
])

/** The fsmap of a cluster without file systems. */
export const fsMapJson = (epoch: number): JsonValue => ({
  epoch,
  default_fscid: -1,
  compat: {
    compat: {},
    ro_compat: {},
    incompat: Object.fromEntries([...INCOMPAT].map(([number, name]) => [`feature_${number}`, name]))
  },
  feature_flags: { enable_multiple: true, ever_enabled_multiple: true },
  standbys: [],
  filesystems: []
})

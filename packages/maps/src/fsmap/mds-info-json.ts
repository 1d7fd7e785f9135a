import { entityAddrvecToJson, formatSockaddr, formatUtime, sortedNumbers } from '@cephwire/codec'
import { legacyOrFrontAddr } from '../monmap/legacy-addr.js'
import { compatSetToJson } from './compat-set.js'
import { PACIFIC_COMPAT } from './mds-compat.js'
import { mdsStateName } from './mds-state.js'
import type { EntityAddrvec, EntityAddrvecJson } from '@cephwire/codec'
import type { CompatSet, CompatSetJson } from './compat-set.js'
import type { MdsInfo } from './mds-info.js'

/** An MDS daemon as Ceph dumps it. */
export interface MdsInfoJson {
  readonly gid: number
  readonly name: string
  readonly rank: number
  readonly incarnation: number
  readonly state: string
  readonly state_seq: number
  readonly addr: string
  readonly addrs: EntityAddrvecJson
  readonly join_fscid: number
  /** Of a daemon that nothing is heard of. */
  readonly laggy_since?: string
  readonly export_targets: readonly number[]
  readonly features: number
  readonly flags: number
  readonly compat: CompatSetJson
}

/** entity_addrvec_t::get_legacy_str */
function legacyStr(addrs: EntityAddrvec): string {
  const addr = legacyOrFrontAddr(addrs)
  return `${formatSockaddr(addr)}/${addr.nonce}`
}

/** MDSMap::mds_info_t::dump; numbers are as JSON.parse reads what Ceph prints: beyond 2⁵³ the nearest one. */
export function mdsInfoToJson(info: MdsInfo, compat: CompatSet = info.compat ?? PACIFIC_COMPAT): MdsInfoJson {
  const laggy = info.laggySince.sec !== 0 || info.laggySince.nsec !== 0
  return {
    gid: Number(info.globalId),
    name: info.name,
    rank: info.rank,
    incarnation: info.inc,
    state: mdsStateName(info.state),
    state_seq: Number(BigInt.asIntN(64, info.stateSeq)),
    addr: legacyStr(info.addrs),
    addrs: entityAddrvecToJson(info.addrs),
    join_fscid: info.joinFscid,
    ...(laggy ? { laggy_since: formatUtime(info.laggySince) } : {}),
    export_targets: sortedNumbers(info.exportTargets),
    features: Number(info.mdsFeatures),
    flags: Number(info.flags),
    compat: compatSetToJson(compat)
  }
}

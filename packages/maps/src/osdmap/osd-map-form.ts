import { CephFeature, haveFeature } from '@cephwire/codec'
import { PG_POOL_V } from './pg-pool-decode.js'
import { FLAT_V, pgPoolVersion } from './pg-pool-version.js'
import type { Features } from '@cephwire/codec'
import type { OSDMap } from './osd-map.js'
import type { StructEncoding } from '../struct-encoding.js'

/** Which of their encodings the parts of a map have; undefined where the map has no such part. */
export interface OSDMapForm {
  readonly clientV: number
  /** Without the versions that go with what is in the map. */
  readonly osdV: number
  /** Whether addresses are those of MSG_ADDR2. */
  readonly addr2: boolean | undefined
  readonly xinfoV: number | undefined
  readonly poolV: number | undefined
}

/** How a decoded map was written, kept so that it is written again byte for byte. */
export interface OSDMapEncoding extends StructEncoding {
  /** struct_v of the section for clients; of the extended part for a map before struct_v 7. */
  readonly clientV: number
  /** struct_v of the section for OSDs; 0 for a map before struct_v 7. */
  readonly osdV: number
  readonly clientTail: Uint8Array
  readonly osdTail: Uint8Array
  /** The flags as they came, where decoding has changed some. */
  readonly flags: number
  /** Undefined where parts are of different kinds. */
  readonly form: OSDMapForm | undefined
}

/** The newest struct_v that is known here, of the map, its section for clients and that for OSDs. */
export const OSD_MAP_V = 8
export const CLIENT_V = 10
export const OSD_V = 12
/** The newest struct_v of the section for OSDs that does not depend on what is in the map. */
export const OSD_BASE_V = 9
export const XINFO_V = 4

/** Features that choose between encodings of a map: src/osd/OSDMap.h, SIGNIFICANT_FEATURES */
const { MSG_ADDR2, SERVER_LUMINOUS, SERVER_MIMIC, SERVER_NAUTILUS, SERVER_OCTOPUS, SERVER_REEF } = CephFeature

/** The versions for the first mask that a peer lacks, or else the newest. */
function versionFor(features: Features, versions: readonly (readonly [Features, number])[], newest: number): number {
  return versions.find(([mask]) => !haveFeature(features, mask))?.[1] ?? newest
}

const clientVersions = [
  [SERVER_LUMINOUS, 3],
  [SERVER_MIMIC, 6],
  [SERVER_NAUTILUS, 7],
  [SERVER_REEF, 9]
] as const

const osdVersions = [
  [SERVER_LUMINOUS, 1],
  [SERVER_MIMIC, 5],
  [SERVER_NAUTILUS, 6]
] as const

/** The form in which a monitor writes a map for a peer. */
export function formFor(features: Features): Required<OSDMapForm> {
  return {
    clientV: versionFor(features, clientVersions, CLIENT_V),
    osdV: versionFor(features, osdVersions, OSD_BASE_V),
    addr2: haveFeature(features, MSG_ADDR2),
    xinfoV: haveFeature(features, SERVER_OCTOPUS) ? XINFO_V : XINFO_V - 1,
    poolV: pgPoolVersion(features)
  }
}

/** What was found while a map was read: struct_v of each of its pools and OSDs, markers of its addresses. */
export interface FormSeen {
  readonly pools: ReadonlySet<number>
  readonly xinfos: ReadonlySet<number>
  readonly addrs: ReadonlySet<number>
}

function only<T>(values: Iterable<T>): { readonly value: T | undefined } | undefined {
  const [value, ...more] = new Set(values)
  return more.length === 0 ? { value } : undefined
}

/** The form of a decoded map; undefined where its parts are of different kinds. */
export function formOf(clientV: number, osdV: number, seen: FormSeen): OSDMapForm | undefined {
  const addr2 = only([...seen.addrs].map(marker => marker !== 0))
  const xinfoV = only([...seen.xinfos].map(v => Math.min(v, XINFO_V)))
  const poolV = only([...seen.pools].map(v => (v === FLAT_V + 1 ? FLAT_V : Math.min(v, PG_POOL_V))))
  if (addr2 === undefined || xinfoV === undefined || poolV === undefined) return undefined
  return {
    clientV: Math.min(clientV, CLIENT_V),
    osdV: Math.min(osdV, OSD_BASE_V),
    addr2: addr2.value,
    xinfoV: xinfoV.value,
    poolV: poolV.value
  }
}

const same = (a: unknown, b: unknown): boolean => a === undefined || a === b

/** Whether parts of this form are just what is written in the other. */
export function isOfForm(form: OSDMapForm | undefined, { clientV, osdV, addr2, xinfoV, poolV }: OSDMapForm): boolean {
  if (form === undefined) return false
  const versions = form.clientV === clientV && form.osdV === osdV
  return versions && same(form.addr2, addr2) && same(form.xinfoV, xinfoV) && same(form.poolV, poolV)
}

/** Whether whoever reads the other form reads this one too. */
export function isReadableAs(form: OSDMapForm | undefined, newest: Required<OSDMapForm>): boolean {
  if (form === undefined) return true
  const versions = form.clientV <= newest.clientV && form.osdV <= newest.osdV
  const parts = (form.xinfoV ?? 0) <= newest.xinfoV! && (form.poolV ?? 0) <= newest.poolV!
  return versions && parts && (form.addr2 !== true || newest.addr2 === true)
}

/** struct_v of the section for OSDs: higher for a map that has what came with it. */
export function osdVersion(
  map: Pick<OSDMap, 'stretchModeEnabled' | 'rangeBlocklist' | 'allowCrimson'>,
  { osdV }: OSDMapForm
): number {
  if (map.allowCrimson) return 12
  if (map.rangeBlocklist.size > 0) return 11
  return map.stretchModeEnabled ? 10 : osdV
}

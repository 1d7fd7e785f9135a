/*
  The optional groups of a CRUSH map, in the order of the wire: a map ends behind any of them.
*/
import { decodeChooseArgs, encodeChooseArgs } from './choose-args.js'
import { decodeClasses, encodeClasses } from './device-classes.js'
import { msrGroup, tunableGroups } from './tunables.js'
import type { Codec, Reader, Writer } from '@cephwire/codec'
import type { CrushMap } from './crush-map.js'
import type { CrushTunables } from './tunables.js'

interface Group {
  readonly decode: (r: Reader, map: CrushMap) => CrushMap
  readonly encode: (w: Writer, map: CrushMap) => void
}

const ofTunables = (codec: Codec<Partial<CrushTunables>>): Group => ({
  decode: (r, map) => ({ ...map, tunables: { ...map.tunables, ...r.field('tunables', codec.decode) } }),
  encode: (w, map) => codec.encode(w, map.tunables, 0n)
})

export const crushGroups: readonly Group[] = [
  ...tunableGroups.map(ofTunables),
  { decode: (r, map) => ({ ...map, ...decodeClasses(r) }), encode: encodeClasses },
  {
    decode: (r, map) => ({ ...map, chooseArgs: r.field('choose_args', r => decodeChooseArgs(r, map.buckets)) }),
    encode: (w, map) => encodeChooseArgs(w, map.chooseArgs)
  },
  ofTunables(msrGroup)
]

/** How many groups a peer of some age knows. */
export const GroupCount = { BeforeTunables5: 5, BeforeLuminous: 6, BeforeMsr: 8, Msr: 9 } as const

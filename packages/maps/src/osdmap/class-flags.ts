import { readCrush } from './canonical-crush.js'

/** The flags of those device classes that a CRUSH map has. */
export function keptClassFlags(flags: ReadonlyMap<number, number>, crush: Uint8Array): ReadonlyMap<number, number> {
  const classes = flags.size === 0 ? undefined : readCrush(crush)?.className
  if (classes === undefined || [...flags.keys()].every(id => classes.has(id))) return flags
  return new Map([...flags].filter(([id]) => classes.has(id)))
}

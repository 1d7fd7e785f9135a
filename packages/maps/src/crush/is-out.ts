import { crushHash2 } from './hash.js'
import type { Placement } from './placement.js'

const IN = 0x10000
const RJENKINS1 = 0

/** Whether a device does not take this input: never one that is in, always one that is out, otherwise by its weight. */
export function isOut({ weights, x }: Placement, device: number): boolean {
  const weight = weights[device] ?? 0
  if (weight >= IN) return false
  return weight === 0 || (crushHash2(RJENKINS1, x, device) & 0xffff) >= weight
}

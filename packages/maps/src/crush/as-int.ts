/** What Ceph's accessors make of a u32 by handing it out as an int. */
export function asInt(value: number): number {
  return value | 0
}

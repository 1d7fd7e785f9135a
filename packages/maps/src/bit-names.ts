/** Names of the bits that are set in a u64, the lowest first. */
export function bitNames(mask: bigint, names: ReadonlyMap<bigint, string>, unknown: string): string[] {
  const bits = Array.from({ length: 64 }, (_, n) => 1n << BigInt(n)).filter(bit => (mask & bit) !== 0n)
  return bits.map(bit => names.get(bit) ?? unknown)
}

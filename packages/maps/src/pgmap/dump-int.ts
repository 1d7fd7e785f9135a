/** What Formatter::dump_int makes of it, as JSON.parse reads that: beyond 2⁵³ the nearest number. */
export const dumpInt = (value: bigint): number => Number(BigInt.asIntN(64, value))

/** How much a {@link Reader} is willing to take, whatever the input declares. docs/limits.md lists them all. */
export interface ReaderLimits {
  /** Elements of one list, map or set. */
  readonly maxCount: number
  /** Bytes of one string. */
  readonly maxStringBytes: number
  /** Bytes of one bufferlist. */
  readonly maxBlobBytes: number
  /** Structs inside structs. */
  readonly maxDepth: number
}

/** Counts and lengths are bounded by the input in any case; these bounds are for inputs that are large themselves. */
export const defaultReaderLimits: ReaderLimits = Object.freeze({
  maxCount: 16_777_216,
  maxStringBytes: 16_777_216,
  maxBlobBytes: 268_435_456,
  maxDepth: 64
})

/** The given limits, with the defaults for those left out. */
export function fillReaderLimits(limits: Partial<ReaderLimits>): ReaderLimits {
  if (limits === defaultReaderLimits) return defaultReaderLimits
  return {
    maxCount: limits.maxCount ?? defaultReaderLimits.maxCount,
    maxStringBytes: limits.maxStringBytes ?? defaultReaderLimits.maxStringBytes,
    maxBlobBytes: limits.maxBlobBytes ?? defaultReaderLimits.maxBlobBytes,
    maxDepth: limits.maxDepth ?? defaultReaderLimits.maxDepth
  }
}

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

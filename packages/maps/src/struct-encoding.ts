import type { Reader } from '@cephwire/codec'

/**
 * How a decoded struct was written, kept so that it is written again byte for byte.
 *
 * Leave it out of values that are made here, and of copies with fields that `structV` does not have.
 */
export interface StructEncoding {
  readonly structV: number
  /** What a newer encoder appended and this package does not know. */
  readonly tail: Uint8Array
}

const NO_BYTES = new Uint8Array(0)

/** What is left of a struct; a copy, since maps outlive the buffer that they came in. */
export function readTail(r: Reader): Uint8Array {
  return r.remaining === 0 ? NO_BYTES : r.rest().slice()
}

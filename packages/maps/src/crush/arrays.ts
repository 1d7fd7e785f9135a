import { TruncatedError } from '@cephwire/codec'
import type { Decode, Reader } from '@cephwire/codec'

/** Believes a count that stands elsewhere only if that many elements can be in the bytes that are left. */
export function checkFits(r: Reader, count: number, itemBytes: number): void {
  if (count * itemBytes <= r.remaining) return
  throw new TruncatedError(
    `${count} elements of at least ${itemBytes} bytes are declared, have ${r.remaining}`,
    r.place()
  )
}

const NO_WORDS: readonly number[] = []

/** `count` integers of four bytes. */
export function readWords(r: Reader, count: number, read: Decode<number>): readonly number[] {
  checkFits(r, count, 4)
  if (count === 0) return NO_WORDS
  const words: number[] = []
  for (let i = 0; i < count; i++) words.push(read(r))
  return words
}

export const readU32: Decode<number> = r => r.u32()
export const readS32: Decode<number> = r => r.s32()

/** `count` pairs of u32, as two lists. */
export function readPairs(r: Reader, count: number): readonly [number[], number[]] {
  checkFits(r, count, 8)
  const [left, right]: [number[], number[]] = [[], []]
  for (let i = 0; i < count; i++) {
    left.push(r.u32())
    right.push(r.u32())
  }
  return [left, right]
}

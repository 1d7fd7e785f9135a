/*
  CRUSH_HASH_RJENKINS1                       src/crush/hash.c

  Bob Jenkins' mix of three words, over the arguments and two constants, each mix into the hash:
    2 words  (a b) (x a) (b y)
    3 words  (a b) (c x) (y a) (b x) (y c)
    4 words  (a b) (c d) (a x) (y b) (c x) (y d)
*/
const SEED = 1315423911
const X = 231232
const Y = 1232

const RJENKINS1 = 0

/** The words: arguments, then x and y. Hashing is too frequent to make an array each time. */
const words = new Int32Array(6)
const [A, B, C, D, XX, YY] = [0, 1, 2, 3, 4, 5] as const

function mix(left: number, right: number, hash: number): number {
  let [a, b, c] = [words[left]!, words[right]!, hash]
  a = (a - b - c) ^ (c >>> 13)
  b = (b - c - a) ^ (a << 8)
  c = (c - a - b) ^ (b >>> 13)
  a = (a - b - c) ^ (c >>> 12)
  b = (b - c - a) ^ (a << 16)
  c = (c - a - b) ^ (b >>> 5)
  a = (a - b - c) ^ (c >>> 3)
  b = (b - c - a) ^ (a << 10)
  c = (c - a - b) ^ (b >>> 15)
  words[left] = a
  words[right] = b
  return c
}

function load(a: number, b: number, c: number, d: number): void {
  words[A] = a
  words[B] = b
  words[C] = c
  words[D] = d
  words[XX] = X
  words[YY] = Y
}

/** Hash of two words, a u32; that of a type that is not known is 0. */
export function crushHash2(type: number, a: number, b: number): number {
  if (type !== RJENKINS1) return 0
  load(a, b, 0, 0)
  let hash = mix(A, B, SEED ^ a ^ b)
  hash = mix(XX, A, hash)
  return mix(B, YY, hash) >>> 0
}

/** The same of three. */
export function crushHash3(type: number, a: number, b: number, c: number): number {
  if (type !== RJENKINS1) return 0
  load(a, b, c, 0)
  let hash = mix(A, B, SEED ^ a ^ b ^ c)
  hash = mix(C, XX, hash)
  hash = mix(YY, A, hash)
  hash = mix(B, XX, hash)
  return mix(YY, C, hash) >>> 0
}

/** The same of four. */
export function crushHash4(type: number, a: number, b: number, c: number, d: number): number {
  if (type !== RJENKINS1) return 0
  load(a, b, c, d)
  let hash = mix(A, B, SEED ^ a ^ b ^ c ^ d)
  hash = mix(C, D, hash)
  hash = mix(A, XX, hash)
  hash = mix(YY, B, hash)
  hash = mix(C, XX, hash)
  return mix(YY, D, hash) >>> 0
}

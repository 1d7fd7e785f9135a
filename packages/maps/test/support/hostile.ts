import { getHeapStatistics } from 'node:v8'
import { CEPH_FEATURES_ALL, CodecError, decode, encode } from '@cephwire/codec'
import { acceptedTruncations, createRandom } from '@cephwire/codec/testing'
import { expect } from 'chai'
import type { Codec } from '@cephwire/codec'
import type { Random } from '@cephwire/codec/testing'

/** How often each type is tried with bytes changed at random, unless CEPHWIRE_MUTATIONS says another number. */
const QUICK = 300
const mutations = Number(process.env['CEPHWIRE_MUTATIONS'] ?? QUICK)

const TIMEOUT_MILLIS = 600_000

/** What one input of less than a mebibyte may cost. */
const MAX_MILLIS = 50
const MAX_BYTES = 64 << 20
/** A machine that others use needs several. */
const TRIES = 50

const tempting = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff]

function mutate(random: Random, original: Uint8Array): Uint8Array {
  const kind = random.below(4)
  if (kind === 0) return original.slice(0, random.below(original.length + 1))
  const bytes = original.slice()
  const view = new DataView(bytes.buffer)
  if (kind === 1 && bytes.length >= 4) {
    view.setUint32(random.below(bytes.length - 3), tempting[random.below(tempting.length)]!, true)
    return bytes
  }
  for (let i = 0; i < 1 << random.below(4); i++) bytes[random.below(bytes.length)] = random.below(256)
  return bytes
}

/**
 * Asserts that cut, changed and random bytes are a value or a CodecError, in both directions, and that none of them takes
 * more than 50 ms or 64 MiB to decode.
 *
 * @param originals bytes to start from, those with the most fields last
 * @param use what else is done with a value, such as printing it
 * @param olderWhenCut whether fields at the end may be absent, as an older release leaves them out
 */
export function itWithstands<T>(
  what: string,
  codec: Codec<T>,
  originals: readonly Uint8Array[],
  use: (value: T) => unknown = () => undefined,
  olderWhenCut = false
): void {
  const attempt = (bytes: Uint8Array, features: bigint): void => {
    const value = expectCheap(codec, bytes)
    if (value === undefined) return
    try {
      use(value)
      encode(codec, value, features)
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
    }
  }

  it(`reads ${what} whole and refuses it cut anywhere`, function () {
    this.timeout(TIMEOUT_MILLIS)
    // The last one, which has the most fields, stands for all where time is short.
    const cut = mutations > QUICK ? originals : originals.slice(-1)
    for (const bytes of originals) decode(codec, bytes)
    for (const bytes of cut) {
      const accepted = acceptedTruncations(codec, bytes)
      if (!olderWhenCut) expect(accepted).to.deep.equal([])
    }
  })

  it(`throws nothing but CodecError for ${what} with an error in it, nor for random bytes`, function () {
    this.timeout(TIMEOUT_MILLIS)
    const random = createRandom(0x5eed)
    for (let round = 0; round < mutations; round++) {
      const original = originals[round % originals.length]!
      const bytes = round % 10 === 0 ? random.bytes(random.below(200)) : mutate(random, original)
      attempt(bytes, round % 2 === 0 ? CEPH_FEATURES_ALL : 0n)
    }
  })
}

/**
 * Decodes, and asserts that a small input has its answer within the time and the memory that it may cost.
 *
 * @returns the value; undefined when the answer is a CodecError
 */
export function expectCheap<T>(codec: Codec<T>, bytes: Uint8Array): T | undefined {
  const held = heldBytes()
  const start = performance.now()
  const value = valueOf(codec, bytes)
  const millis = performance.now() - start
  expect(heldBytes() - held, 'bytes of memory').to.be.at.most(MAX_BYTES)
  // Another process, or the garbage of earlier inputs, may have taken the time.
  if (millis > MAX_MILLIS) expect(leastMillis(codec, bytes), 'milliseconds').to.be.at.most(MAX_MILLIS)
  return value
}

function valueOf<T>(codec: Codec<T>, bytes: Uint8Array): T | undefined {
  try {
    return decode(codec, bytes)
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    return undefined
  }
}

function heldBytes(): number {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics()
  return heap + external
}

/**
 * The fewest of several times, the first that is short enough. That of the processor has other threads in it, which
 * collect garbage; that of the clock has other processes.
 */
function leastMillis<T>(codec: Codec<T>, bytes: Uint8Array): number {
  let least = Infinity
  for (let i = 0; i < TRIES && least > MAX_MILLIS; i++) {
    const [start, before] = [performance.now(), process.cpuUsage()]
    valueOf(codec, bytes)
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, performance.now() - start, (user + system) / 1000)
  }
  return least
}

import { readFileSync } from 'node:fs'
import { decode } from '@cephwire/codec'
import { fromHex } from '@cephwire/codec/testing'
import { cryptoKeyCodec } from '@cephwire/auth'
import type { CryptoKey, RandomBytes } from '@cephwire/auth'

/** The parts of a recorded conversation: `[name]` lines with hex below them. */
export interface Vector {
  bytes(name: string): Uint8Array
  has(name: string): boolean
  readonly names: readonly string[]
  readonly key: CryptoKey
  readonly globalId: bigint
}

export function readVector(file: string): Vector {
  const text = readFileSync(new URL(`../vectors/${file}.hex`, import.meta.url), 'utf8').replace(/^#.*$/gm, '')
  const parts = new Map<string, Uint8Array>()
  for (const section of text.split(/^\[/m).slice(1)) {
    const [name = '', hex = ''] = section.split(']')
    parts.set(name, fromHex(hex))
  }
  const bytes = (name: string): Uint8Array => {
    const part = parts.get(name)
    if (part === undefined) throw new Error(`${file}.hex has no [${name}]`)
    return part
  }
  return {
    bytes,
    has: name => parts.has(name),
    names: [...parts.keys()],
    get key() {
      return decode(cryptoKeyCodec, bytes('key'))
    },
    get globalId() {
      const id = bytes('global_id')
      return new DataView(id.buffer, id.byteOffset).getBigUint64(0, true)
    }
  }
}

/** The random bytes of the recorded conversations: 1, 2, 3, … */
export const recordedRandom: RandomBytes = bytes => Uint8Array.from({ length: bytes }, (_, i) => i + 1)

/** A clock that stands where it is put. */
export function stoppedClock(now = 0): { now: () => number; at: (millis: number) => void } {
  let time = now
  return { now: () => time, at: millis => void (time = millis) }
}

/** What a function throws; throws itself when it does not. */
export function thrownBy(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('Nothing was thrown')
}

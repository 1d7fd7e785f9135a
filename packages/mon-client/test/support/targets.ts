import { parseEntityAddr } from '@cephwire/codec'
import type { MonTarget } from '../../src/mon-target.js'

/** A monitor to try; its address differs by its port. */
export function target(
  name: string,
  init: Partial<MonTarget> & { readonly port?: number; readonly v1?: boolean } = {}
): MonTarget {
  const { port = 3300 + name.charCodeAt(0), v1 = false, ...rest } = init
  const addr = parseEntityAddr(`${v1 ? 'v1' : 'v2'}:10.0.0.1:${port}/0`)
  return { name, addr, priority: 0, weight: 0, ...rest }
}

/** Numbers from 0 to 1 that are the same in each run: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** A promise with its handles. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolve!: (value: T) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

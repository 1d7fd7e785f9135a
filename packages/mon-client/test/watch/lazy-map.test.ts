import { TruncatedError } from '@cephwire/codec'
import { expect } from 'chai'
import { LazyMap } from '../../src/watch/lazy-map.js'
import { thrown } from '../support/canary.js'
import type { Codec, Reader } from '@cephwire/codec'

describe('LazyMap', () => {
  it('decodes when it is asked, once, and throws what is wrong then', () => {
    let decoded = 0
    const decode = (r: Reader): { readonly n: number } => {
      decoded++
      return { n: r.u32() }
    }
    const codec: Codec<{ readonly n: number }> = { encode: () => undefined, decode }
    const map = new LazyMap({ epoch: 3, bytes: Uint8Array.of(7, 0, 0, 0) }, codec)
    expect(decoded).to.equal(0)
    expect([map.map, map.map, decoded, map.epoch]).to.deep.equal([{ n: 7 }, { n: 7 }, 1, 3])
    const short = new LazyMap({ epoch: 3, bytes: Uint8Array.of(7) }, codec)
    thrown(() => short.map, TruncatedError)
  })
})

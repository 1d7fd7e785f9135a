import { expect } from 'chai'
import fc from 'fast-check'
import { TrailingBytesError, TruncatedError, packed } from '@cephwire/codec'
import { createView } from '@cephwire/codec/decode-only'
import { fromHex } from '@cephwire/codec/testing'
import type { PackedFields, PackedKind } from '@cephwire/codec'
import type { ViewKind } from '@cephwire/codec/decode-only'

const seed = 20240531

describe('createView()', () => {
  const view = createView({ tag: 'u8', length: 'u32', align: 'u16', port: 'u16be', raw: 'bytes:2', id: 'u64' })
  const bytes = fromHex('01 02000000 0300 0cE4 aabb ffffffffffffffff')

  it('gives each field with its place', () => {
    expect(view(bytes)).to.deep.equal([
      { name: 'tag', offset: 0, length: 1, value: 1 },
      { name: 'length', offset: 1, length: 4, value: 2 },
      { name: 'align', offset: 5, length: 2, value: 3 },
      { name: 'port', offset: 7, length: 2, value: 3300 },
      { name: 'raw', offset: 9, length: 2, value: fromHex('aa bb') },
      { name: 'id', offset: 11, length: 8, value: 0xffffffffffffffffn }
    ])
  })

  it('takes an exact slice only', () => {
    expect(() => view(bytes.subarray(0, 18))).to.throw(TruncatedError)
    expect(() => view(new Uint8Array(20)))
      .to.throw(TrailingBytesError)
      .that.includes({ offset: 19 })
  })

  it('copies byte fields, and reads inside the window of a larger buffer', () => {
    const outer = Uint8Array.from([9, ...bytes, 9])
    const raw = view(outer.subarray(1, 20)).find(field => field.name === 'raw')
    outer.fill(0)
    expect(raw?.value).to.deep.equal(fromHex('aa bb'))
  })

  it('keeps a field whatever its name', () => {
    const fields = JSON.parse('{"__proto__": "u8", "constructor": "u8"}') as Record<string, ViewKind>
    expect(createView(fields)(fromHex('01 02')).map(field => field.name)).to.deep.equal(['__proto__', 'constructor'])
  })

  it(`reads as packed() does, whatever the struct and the bytes (seed ${seed})`, () => {
    const kinds: readonly (PackedKind & ViewKind)[] = [
      ...(['u8', 'u16', 'u32', 'u64', 's16', 's32', 's64', 'u16be', 'u32be', 'bytes:1', 'bytes:5'] as const)
    ]
    const struct = fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 8 })
    const property = fc.property(struct, fc.uint8Array({ minLength: 64, maxLength: 64 }), (list, random) => {
      const fields = Object.fromEntries(list.map((kind, i) => [`f${i}`, kind])) satisfies PackedFields
      const codec = packed(fields)
      const slice = random.subarray(0, codec.span)
      const seen = createView(fields)(slice)
      expect(Object.fromEntries(seen.map(field => [field.name, field.value]))).to.deep.equal(codec.decodeAt(slice))
      for (const { name, offset } of seen) expect(codec.offsetOf(name)).to.equal(offset)
      expect(codec.toBytes(codec.decodeAt(slice))).to.deep.equal(slice)
    })
    fc.assert(property, { seed, numRuns: 150 })
  })
})

/* Compiled, never run: what the types promise and what they refuse. */
import { CodecError, EntityType, Reader, Writer, decode, encode, entityAddrvecCodec, packed } from '@cephwire/codec'
import { createView } from '@cephwire/codec/decode-only'
import { createRandom } from '@cephwire/codec/testing'
import type {
  CephError,
  Codec,
  Decode,
  EntityAddr,
  EntityAddrvec,
  EntityAddrType,
  Features,
  Packed,
  ReaderLimits,
  Utime
} from '@cephwire/codec'
import type { FieldView } from '@cephwire/codec/decode-only'

// The wire type picks the JavaScript type.
const header = packed({ tid: 'u64', delta: 's64', type: 'u16', tag: 'bytes:4' })
header.decodeAt(new Uint8Array(22)) satisfies { tid: bigint; delta: bigint; type: number; tag: Uint8Array }
header.offsetOf('tid') satisfies number
// @ts-expect-error there is no such field
header.offsetOf('seq')
// @ts-expect-error a u64 is a bigint
header.toBytes({ tid: 1, delta: 0n, type: 1, tag: new Uint8Array(4) })
// @ts-expect-error no field may be left out
header.toBytes({ tid: 1n })
// @ts-expect-error there is no such wire type
packed({ tid: 'u48' })
export type Header = Packed<{ tid: 'u64' }>

const r = new Reader(new Uint8Array())
r.u64() satisfies bigint
r.u32() satisfies number
r.list(r => r.string()) satisfies string[]
r.map(
  r => r.u32(),
  r => r.blob()
) satisfies Map<number, Uint8Array>
r.versioned(2, (r, structV) => (structV > 1 ? r.u8() : undefined)) satisfies number | undefined
// @ts-expect-error a set of objects could not tell its elements apart
r.set(r => ({ pool: r.u8() }))
// @ts-expect-error the offset moves by reading only
r.offset = 3

const w = new Writer()
w.u8(1).string('x').finish() satisfies Uint8Array
// @ts-expect-error a u64 is a bigint
w.u64(1)

encode(entityAddrvecCodec, []) satisfies Uint8Array
decode(entityAddrvecCodec, new Uint8Array(), { maxCount: 3 }) satisfies EntityAddrvec
// @ts-expect-error there is no such limit
decode(entityAddrvecCodec, new Uint8Array(), { maxCounts: 3 } satisfies Partial<ReaderLimits>)
// @ts-expect-error features are a u64
encode(entityAddrvecCodec, [], 3)

// A half of a codec is enough for one direction.
decode({ decode: r => r.u8() }, new Uint8Array(1)) satisfies number
export const utime: Decode<Utime> = r => ({ sec: r.u32(), nsec: r.u32() })
export const codec: Codec<bigint> = { encode: (w, value) => void w.u64(value), decode: r => r.u64() }
export const features: Features = 1n

'msgr2' satisfies EntityAddrType
// @ts-expect-error the types have Ceph's names
'v2' satisfies EntityAddrType
const addr: EntityAddr = { type: 'any', nonce: 0, host: '', port: 0 }
// @ts-expect-error values are read-only
addr.port = 1

EntityType.Mon satisfies 1
EntityType.Osd satisfies EntityType
new CodecError('x') satisfies CephError
new CodecError('x').code satisfies `ERR_CEPH_${string}`
createView({ tag: 'u8' })(new Uint8Array(1)) satisfies readonly FieldView[]
createRandom(1).bytes(2) satisfies Uint8Array

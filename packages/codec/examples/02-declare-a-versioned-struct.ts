import { decode, encode, uuidCodec } from '@cephwire/codec'
import type { Codec } from '@cephwire/codec'

/*
  pool_info                                  a struct as Ceph writes them
    u8 struct_v 2, u8 struct_compat 1, u32 length
    uuid   fsid
    string name
    map    u32 pg → u64 bytes                since struct_v 2
*/
interface PoolInfo {
  readonly fsid: string
  readonly name: string
  readonly bytes: ReadonlyMap<number, bigint>
}

const poolInfoCodec: Codec<PoolInfo> = {
  encode(w, info, features) {
    w.versioned(2, 1, w => {
      uuidCodec.encode(w, info.fsid, features)
      w.string(info.name)
      w.map(
        info.bytes,
        (w, pg) => w.u32(pg),
        (w, bytes) => w.u64(bytes)
      )
    })
  },
  decode: r =>
    r.versioned(2, (r, structV) => ({
      fsid: r.field('fsid', uuidCodec.decode),
      name: r.field('name', r => r.string()),
      bytes:
        structV < 2
          ? new Map()
          : r.field('bytes', r =>
              r.map(
                r => r.u32(),
                r => r.u64(),
                12
              )
            )
    }))
}

const bytes = encode(poolInfoCodec, {
  fsid: '01234567-89ab-cdef-0123-456789abcdef',
  name: 'rbd',
  bytes: new Map([[7, 4096n]])
})
console.log(decode(poolInfoCodec, bytes))

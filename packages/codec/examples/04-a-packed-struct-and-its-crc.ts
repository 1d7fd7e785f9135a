import { crc32c, packed } from '@cephwire/codec'
import { createView } from '@cephwire/codec/decode-only'

const fields = { tag: 'u8', flags: 'u8', tid: 'u64', crc: 'u32' } as const
const header = packed(fields)

const bytes = header.toBytes({ tag: 17, flags: 0, tid: 1n, crc: 0 })
const crc = crc32c(0, bytes.subarray(0, header.offsetOf('crc')))
console.table(createView(fields)(header.toBytes({ tag: 17, flags: 0, tid: 1n, crc })))

import { describeExamples } from '@cephwire/tools/examples'

describeExamples(import.meta.url, {
  '01-decode-an-addrvec.ts': ['v2:10.0.0.1:3300/0'],
  '02-declare-a-versioned-struct.ts': [
    { fsid: '01234567-89ab-cdef-0123-456789abcdef', name: 'rbd', bytes: new Map([[7, 4096n]]) }
  ],
  '03-find-what-is-wrong.ts': ['entity_addr_t of unknown type at offset 51 ([1])', 'ERR_CEPH_CODEC', 51, ['[1]']],
  '04-a-packed-struct-and-its-crc.ts': [
    [
      { name: 'tag', offset: 0, length: 1, value: 17 },
      { name: 'flags', offset: 1, length: 1, value: 0 },
      { name: 'tid', offset: 2, length: 8, value: 1n },
      { name: 'crc', offset: 10, length: 4, value: 266326174 }
    ]
  ]
})

import { describeExamples } from '@cephwire/tools/examples'

describeExamples(import.meta.url, {
  '01-two-ends-in-memory.ts': ['msgr2.1', 'client.4117', 2, 1n, 'hello'],
  '02-frames-of-a-capture.ts': ['HELLO [36]', 1, 'v2:127.0.0.1:50000/0'],
  '03-what-went-wrong.ts': [
    'The peer does not speak msgr2: this looks like HTTP (v2:10.0.0.1:3300/0, BANNER_CONNECTING)',
    'ERR_CEPH_MSGR_BANNER',
    'BANNER_CONNECTING',
    false
  ]
})

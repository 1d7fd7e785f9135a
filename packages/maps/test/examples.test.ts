import { describeExamples } from '@cephwire/tools/examples'

const text = `epoch 0
fsid 00112233-4455-6677-8899-aabbccddeeff
last_changed 0.000000
created 0.000000
min_mon_release 18 (reef)
election_strategy: 1
0: [v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0] mon.a
1: [v2:10.0.0.2:3300/0,v1:10.0.0.2:6789/0] mon.b
`

describeExamples(import.meta.url, {
  '01-a-monmap.ts': [text, '305 bytes'],
  '02-read-a-monmap.ts': ['a', '10.0.0.1', 3],
  '03-an-osdmap.ts': ['osd.0 created', 'osd.0 up', 'osd.0 in', 'pool 1 rbd: size 3 → 2', 'max_osd 0 → 1', '707 bytes']
})

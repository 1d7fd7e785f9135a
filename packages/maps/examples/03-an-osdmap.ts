import { encode, parseEntityAddrvec } from '@cephwire/codec'
import {
  applyIncremental,
  createOsdMap,
  createOsdMapIncremental,
  createPgPool,
  diffOsdMaps,
  OSD_IN,
  osdMapCodec,
  PoolType
} from '@cephwire/maps'

const fsid = '00112233-4455-6677-8899-aabbccddeeff'
const rbd = createPgPool({ type: PoolType.Replicated, size: 3, pgNum: 32 })
const map = createOsdMap({ fsid, epoch: 1, pools: new Map([[1n, rbd]]), poolNames: new Map([[1n, 'rbd']]) })
const inc = createOsdMapIncremental({
  fsid,
  epoch: 2,
  newMaxOsd: 1,
  newUpClient: new Map([[0, parseEntityAddrvec('v2:10.0.0.1:6800/1')]]),
  newWeight: new Map([[0, OSD_IN]]),
  newPools: new Map([[1n, { ...rbd, size: 2 }]])
})
const next = applyIncremental(map, inc)
for (const line of diffOsdMaps(map, next).words) console.log(line)
console.log(`${encode(osdMapCodec, next).length} bytes`)

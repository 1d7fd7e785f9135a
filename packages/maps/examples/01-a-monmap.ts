import { encode, parseEntityAddrvec } from '@cephwire/codec'
import { createMonMap, formatMonMap, monMapCodec } from '@cephwire/maps'

const map = createMonMap({
  fsid: '00112233-4455-6677-8899-aabbccddeeff',
  minMonRelease: 18,
  mons: ['a', 'b'].map((name, i) => ({
    name,
    publicAddrs: parseEntityAddrvec(`[v2:10.0.0.${i + 1}:3300/0,v1:10.0.0.${i + 1}:6789/0]`),
    priority: 0,
    weight: 0,
    crushLoc: new Map()
  }))
})
console.log(formatMonMap(map))
console.log(`${encode(monMapCodec, map).length} bytes`)

import { decode } from '@cephwire/codec'
import { monMapCodec, monMapToJson, monsByRank } from '@cephwire/maps'

// What a monitor sends to a client without the feature MONENC: struct_v 2.
const bytes = Buffer.from(
  `0200 00112233445566778899aabbccddeeff 03000000 01000000
   01000000 61 01 0101 1c000000 01000000 00000000 10000000 0200 1a85 0a000001 0000000000000000
   01000000 02000000 03000000 04000000`.replaceAll(/\s/g, ''),
  'hex'
)
const map = decode(monMapCodec, bytes)
for (const { name, publicAddrs } of monsByRank(map)) console.log(name, publicAddrs[0]?.host)
console.log(monMapToJson(map).epoch)

import { decode, encode } from '@cephwire/codec'
import { createMonMap, monMapCodec, monsByRank } from '@cephwire/maps'
import { expect } from 'chai'
import type { MonInfo } from '@cephwire/maps'

const mon = (name: string): MonInfo => ({ name, publicAddrs: [], priority: 0, weight: 0, crushLoc: new Map() })
const fsid = '00112233-4455-6677-8899-aabbccddeeff'

describe('createMonMap()', () => {
  const map = createMonMap({ fsid, epoch: 3, mons: [mon('b'), mon('a')] })

  it('ranks the monitors as given', () => {
    expect(map.ranks).to.deep.equal(['b', 'a'])
    expect(monsByRank(map).map(({ name }) => name)).to.deep.equal(['b', 'a'])
  })

  it('makes a map of struct_v 9, or 10 with ciphers', () => {
    expect(encode(monMapCodec, map)[0]).to.equal(9)
    const made = createMonMap({
      fsid,
      mons: [mon('a')],
      authEpoch: 1,
      authServiceCipher: 2,
      authAllowedCiphers: [2],
      authPreferredCipher: 2
    })
    const { encoding, ...read } = decode(
      monMapCodec,
      encode(monMapCodec, { ...made, mons: map.mons, ranks: map.ranks })
    )
    expect(encoding?.structV).to.equal(10)
    expect(read).to.include({ authEpoch: 1, authServiceCipher: 2, authPreferredCipher: 2 })
  })

  it('writes names sorted, as std::set does', () => {
    const leaders = new Set(['b', 'a'])
    const read = decode(
      monMapCodec,
      encode(monMapCodec, { ...map, disallowedLeaders: leaders, removedRanks: new Set([9, 2]) })
    )
    expect([...read.disallowedLeaders]).to.deep.equal(['a', 'b'])
    expect([...read.removedRanks]).to.deep.equal([2, 9])
    expect([...read.mons.keys()]).to.deep.equal(['a', 'b'])
  })
})

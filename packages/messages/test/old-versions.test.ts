import { fromHex, toHex } from '@cephwire/codec/testing'
import {
  decodeFront,
  encodeMessage,
  getPoolStatsReply,
  mdsMap,
  monGetVersionReply,
  monSubscribe,
  osdMap,
  poolOp,
  statfs
} from '@cephwire/messages'
import { expect } from 'chai'
import { FSID, FSID_HEX, PAXOS_HEX } from './support/sample.js'

describe('older header versions', () => {
  it('MMonSubscribe 2 has no hostname', () => {
    const front = fromHex('01000000 06000000 6d6f6e6d6170 0300000000000000 01')
    const what = new Map([['monmap', { start: 3n, flags: 1 }]])
    expect(decodeFront(monSubscribe, { version: 2, compatVersion: 1, front })).to.deep.equal({ what, hostname: '' })
  })

  it('MMonSubscribe 1 says what it has instead of what it wants', () => {
    const front = fromHex(
      `02000000
       01000000 61 0000000000000000 0200000000000000 01   # unused, have, onetime
       01000000 62 0000000000000000 0000000000000000 00`
    )
    expect(decodeFront(monSubscribe, { version: 1, compatVersion: 0, front }).what).to.deep.equal(
      new Map([
        ['a', { start: 3n, flags: 1 }],
        ['b', { start: 0n, flags: 0 }]
      ])
    )
  })

  it('MMonGetVersionReply 1 has no oldest version', () => {
    const front = fromHex('0700000000000000 0800000000000000')
    const value = { handle: 7n, version: 8n, oldestVersion: 0n }
    expect(decodeFront(monGetVersionReply, { version: 1, compatVersion: 1, front })).to.deep.equal(value)
  })

  it('MOSDMap 1 ends behind the maps, 3 behind the newest epoch', () => {
    const maps = `${FSID_HEX}\n00000000 00000000`
    const old = decodeFront(osdMap, { version: 1, compatVersion: 1, front: fromHex(maps) })
    expect(old).to.include({ clusterOsdmapTrimLowerBound: 0, newestMap: 0 })
    const front = fromHex(`${maps} 01000000 02000000`)
    expect(decodeFront(osdMap, { version: 3, compatVersion: 3, front })).to.include({ newestMap: 2 })
  })

  it('MOSDMap 4 of Nautilus may have snaps in its gap, which are skipped', () => {
    const gap = '01000000 0100000000000000 01000000 0200000000000000 0300000000000000'
    const front = fromHex(`${FSID_HEX}\n00000000 00000000 01000000 02000000 ${gap}`)
    expect(decodeFront(osdMap, { version: 4, compatVersion: 3, front })).to.include({ newestMap: 2 })
  })

  it('MMDSMap 1 has no name', () => {
    const front = fromHex(`${FSID_HEX}\n04000000 00000000`)
    expect(decodeFront(mdsMap, { version: 1, compatVersion: 1, front })).to.include({ epoch: 4, mapFsName: '' })
  })

  it('MStatfs 1 asks for the whole cluster', () => {
    const front = fromHex(`${PAXOS_HEX}\n${FSID_HEX}`)
    expect(decodeFront(statfs, { version: 1, compatVersion: 1, front }).dataPool).to.equal(undefined)
  })

  it('MGetPoolStatsReply 1 does not say whether usage is counted by pool', () => {
    const front = fromHex(`${PAXOS_HEX}\n${FSID_HEX}\n00000000`)
    expect(decodeFront(getPoolStatsReply, { version: 1, compatVersion: 1, front }).perPool).to.equal(false)
  })

  it('MGetPoolStatsReply refuses statistics that do not say how long they are', () => {
    const front = fromHex(`${PAXOS_HEX}\n${FSID_HEX}\n01000000 01000000 70 04 ${'00'.repeat(40)}`)
    expect(() => decodeFront(getPoolStatsReply, { version: 2, compatVersion: 1, front })).to.throw('struct_v 4')
  })

  const beforeName = `${PAXOS_HEX}\n${FSID_HEX}\n01000000`
  const ops = `11000000 0000000000000000 0200000000000000`

  it('MPoolOp 1 has the name before the operation', () => {
    const front = fromHex(`${beforeName} 01000000 73 ${ops}`)
    const value = { version: 5n, fsid: FSID, pool: 1, op: 0x11, snapid: 2n, name: 's', crushRule: -1 }
    expect(decodeFront(poolOp, { version: 1, compatVersion: 1, front })).to.deep.equal(value)
  })

  it('MPoolOp 2 has no crush rule, 3 has it in one byte', () => {
    const two = fromHex(`${beforeName} ${ops} 01000000 73`)
    expect(decodeFront(poolOp, { version: 2, compatVersion: 2, front: two }).crushRule).to.equal(-1)
    const three = fromHex(`${toHex(two)} 06`)
    expect(decodeFront(poolOp, { version: 3, compatVersion: 2, front: three }).crushRule).to.equal(6)
  })
})

describe('order', () => {
  it('is that of std::map: by bytes, whatever the order given', () => {
    const item = { start: 0n, flags: 0 }
    const names = ['\u{1f600}', '\uffee', 'b', 'ab', 'a']
    const { front } = encodeMessage(monSubscribe, { what: new Map(names.map(name => [name, item])), hostname: '' })
    const { what } = decodeFront(monSubscribe, { version: 3, compatVersion: 1, front })
    expect([...what.keys()]).to.deep.equal(['a', 'ab', 'b', '\uffee', '\u{1f600}'])
  })

  it('is by epoch for osdmaps', () => {
    const maps = new Map([10, 9, 11].map(epoch => [epoch, Uint8Array.of(epoch)]))
    const value = { fsid: FSID, incrementalMaps: maps, maps, clusterOsdmapTrimLowerBound: 0, newestMap: 0 }
    const again = decodeFront(osdMap, encodeMessage(osdMap, value))
    expect([...again.maps.keys()]).to.deep.equal([9, 10, 11])
  })
})

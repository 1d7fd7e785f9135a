import { ClusterState } from '@cephwire/test-monitor'
import { crc32c, decode, uuidCodec } from '@cephwire/codec'
import { expect } from 'chai'
import { OSDMAP } from '../../src/templates/osdmap.js'
import { fullCrc } from '../../src/templates/seal.js'

const fsid = '11111111-2222-4333-8444-555555555555'

describe('Maps that were recorded', () => {
  const { osdmap, mgrmap, fsmap, servicemap } = new ClusterState({ fsid })
  const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

  it('have the checksum that Ceph 16.2.15 gave the osdmap', () => {
    expect(view(OSDMAP).getUint32(OSDMAP.length - 4, true)).to.equal(fullCrc(OSDMAP))
  })

  it('say the fsid and the epoch that they are asked for', () => {
    for (let i = 0; i < 4; i++) osdmap.bump()
    const bytes = osdmap.full()
    expect(decode(uuidCodec, bytes.subarray(12, 28))).to.equal(fsid)
    expect(view(bytes).getUint32(28, true)).to.equal(5)
    for (const map of [mgrmap, fsmap, servicemap]) {
      map.bump()
      expect(view(map.bytes).getUint32(6, true)).to.equal(2)
    }
  })

  it('lead from one epoch to the next with checksums of both', () => {
    const incremental = osdmap.incremental(3)!
    const end = incremental.length
    expect(view(incremental).getUint32(end - 4, true)).to.equal(fullCrc(osdmap.full(3)))
    const crc = crc32c(crc32c(0xffffffff, incremental.subarray(0, end - 8)), incremental.subarray(end - 4))
    expect(view(incremental).getUint32(end - 8, true)).to.equal(crc)
    expect(osdmap.incremental(1)).to.equal(undefined)
  })
})

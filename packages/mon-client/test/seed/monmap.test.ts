import { CephFeature, CodecError, encode, formatEntityAddr, parseEntityAddr, sameEntityAddr } from '@cephwire/codec'
import { monMapCodec } from '@cephwire/maps'
import { auth, decodeFront, monMap } from '@cephwire/messages'
import { FsidMismatchError, MonSessionError, kernelHuntingOptions } from '@cephwire/mon-client'
import { expect } from 'chai'
import { resolveMonitors } from '../../src/config/resolve-monitors.js'
import { decodeMonMap } from '../../src/mon-session.js'
import { rejection } from '../support/canary.js'
import { FSID, received } from '../support/monmaps.js'
import { Peers } from './support/peers.js'
import type { Message } from '@cephwire/messenger'
import type { MonClient, MonClientOptions } from '@cephwire/mon-client'

const KERNEL: MonClientOptions = { hunting: kernelHuntingOptions, connectTimeout: 0 }
/** Without names in monmaps, and all that is newer. */
const WITHOUT_NAMES =
  CephFeature.CEPHX_V2 | CephFeature.MSGR_KEEPALIVE2 | CephFeature.PGID64 | CephFeature.RECONNECT_SEQ
const OTHER_FSID = '00000000-0000-4000-8000-000000000001'

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'))

/** ceph_entity_inst: mon.N, and its address with the family and the port in network order. */
const inst = (n: number, nonce = '00000000'): string => `
  01 0${n}00000000000000
  00000000 ${nonce} 0002 1a85 0a00000${n + 1} ${'00'.repeat(120)}`

/** The blob that ceph_monmap_decode reads, of version 1. */
const oldMonMap = (mons: readonly string[], count = mons.length): Uint8Array =>
  hex(`
    0100
    3f2a4b5c000040008000 00000000000a
    05000000
    ${(count & 0xff).toString(16).padStart(2, '0')} 0${count >> 8} 0000
    ${mons.join('')}
    0000000000000000
    0000000000000000`)

const message = (monmapBl: Uint8Array): Message => {
  const front = new Uint8Array(4 + monmapBl.length)
  new DataView(front.buffer).setUint32(0, monmapBl.length, true)
  front.set(monmapBl, 4)
  return received({ type: monMap.type, front })
}

describe('Row by row, the monmap', () => {
  let peers: Peers

  const start = async (...args: Parameters<typeof Peers.start>): Promise<void> => {
    peers = await Peers.start(...args)
  }
  afterEach(() => peers.stop())

  const hunts = (client: MonClient): Promise<readonly string[]> => {
    const causes: string[] = []
    const following = (async () => {
      for await (const each of client.status()) if (each.state === 'hunting') causes.push(String(each.cause?.message))
      return causes
    })()
    return following
  }

  it('2 ceph_monmap_decode: takes the map without names that an old client is sent, refuses it cut anywhere; ours takes up to 255 monitors instead of 30, and no surplus bytes', async () => {
    await start({ protocol: 'msgr1' })
    const bytes = oldMonMap([0, 1, 2].map(n => inst(n)))
    expect(bytes).to.have.lengthOf(2 + 16 + 4 + 4 + 3 * 145 + 16)
    expect(bytes).to.deep.equal(encode(monMapCodec, { ...peers.mapOf(['a', 'b', 'c'], 5) }, WITHOUT_NAMES))
    const sent: number[] = []
    peers.on(15, (_, connection) => {
      sent.push(bytes.length)
      connection.send(monMap, { monmapBl: bytes })
    })
    const client = await peers.connect({ ...KERNEL, features: WITHOUT_NAMES })
    expect({ fsid: client.fsid, epoch: client.monmap.epoch }).to.deep.equal({ fsid: FSID, epoch: 5 })
    expect(
      client.monmap.ranks.map(name => client.monmap.mons.get(name)!.publicAddrs.map(formatEntityAddr))
    ).to.deep.equal([['v1:10.0.0.1:6789/0'], ['v1:10.0.0.2:6789/0'], ['v1:10.0.0.3:6789/0']])

    for (let length = 0; length < bytes.length; length++) {
      const cut = (): unknown => decodeMonMap(message(bytes.subarray(0, length)))
      expect(cut, `${length} bytes`).to.throw(MonSessionError, 'does not decode')
    }
    const { front } = message(bytes)
    for (const length of [0, 3, 4, front.length - 1]) {
      const cut = received({ type: monMap.type, front: front.subarray(0, length) })
      expect(() => decodeMonMap(cut))
        .to.throw(MonSessionError)
        .with.property('cause')
        .that.is.instanceOf(CodecError)
    }
    const many = (count: number): Message => message(oldMonMap(Array.from({ length: count }, () => inst(0))))
    expect(decodeMonMap(many(31)).ranks).to.have.lengthOf(31)
    expect(() => decodeMonMap(many(256))).to.throw(MonSessionError, 'over the limit of 255')
    expect(() => decodeMonMap(many(0))).to.throw(MonSessionError, 'no monitors')
    expect(() => decodeMonMap(message(Uint8Array.from([...bytes, 1])))).to.throw(MonSessionError, '1 bytes left over')
  })

  it('3 ceph_monmap_contains: addresses are the same with type, host, port and nonce; a monitor with another nonce is another', async () => {
    await start({})
    const addr = parseEntityAddr('v2:10.0.0.1:3300/5')
    const others = ['v1:10.0.0.1:3300/5', 'v2:10.0.0.2:3300/5', 'v2:10.0.0.1:3301/5', 'v2:10.0.0.1:3300/6']
    expect(sameEntityAddr(addr, { ...addr })).to.equal(true)
    for (const other of others) expect(sameEntityAddr(addr, parseEntityAddr(other)), other).to.equal(false)

    const client = await peers.connect(KERNEL)
    const causes = hunts(client)
    const { monitor } = peers.connection
    const map = peers.mapOf(['a', 'b', 'c'], 2)
    const info = map.mons.get(monitor)!
    const mons = new Map(map.mons).set(monitor, {
      ...info,
      publicAddrs: info.publicAddrs.map(addr => ({ ...addr, nonce: 9 }))
    })
    peers.monmap = { ...map, mons }
    peers.sendMonMap(peers.connection)
    await peers.settle()
    expect(peers.connection.monitor).not.to.equal(monitor)
    await client.close()
    expect(await causes).to.deep.equal(['The monitor has another address'])
  })

  it('20 ceph_monc_handle_map: takes the first fsid, keeps its map and wakes nobody for another cluster’s; ours leaves such a monitor, and one that has left the map', async () => {
    await start({})
    const client = await peers.connect(KERNEL)
    const causes = hunts(client)
    expect(client.fsid).to.equal(FSID)
    const waiting = client.waitForMap('monmap', 3)
    const seen: number[] = []
    const watching = (async () => {
      for await (const { epoch } of client.watch.monmap()) seen.push(epoch)
    })()

    const strange = peers.connection.monitor
    peers.sendMonMap(peers.connection, peers.mapOf(['a'], 9, OTHER_FSID))
    await peers.settle()
    expect({ fsid: client.fsid, epoch: client.monmap.epoch, seen }).to.deep.equal({ fsid: FSID, epoch: 1, seen: [1] })
    expect(peers.connection.monitor).not.to.equal(strange)

    const { monitor } = peers.connection
    peers.monmap = peers.mapOf(
      ['a', 'b', 'c'].filter(name => name !== monitor),
      3
    )
    peers.sendMonMap(peers.connection)
    await peers.clock.run(waiting)
    // Sessions that come and go are followed by a rest.
    await peers.clock.advance(1000)
    expect(peers.connection.monitor).not.to.equal(monitor)
    peers.sendMonMap(peers.connection, peers.mapOf(['a', 'b', 'c'], 2))
    await peers.settle()
    expect(client.monmap.epoch).to.equal(3)
    await client.close()
    await watching
    expect(seen).to.deep.equal([1, 3])
    expect(await causes).to.deep.equal([
      `The monitors belong to cluster ${OTHER_FSID}, expected ${FSID}: check mon_host and fsid`,
      'The monitor has left the monmap'
    ])
    const refused = rejection(peers.connecting({ ...KERNEL, fsid: OTHER_FSID }), FsidMismatchError)
    expect(await peers.clock.run(refused)).to.include({ expected: OTHER_FSID, actual: FSID })
  })

  it('37 build_initial_monmap: from the addresses that are given, with nonce 0 and epoch 0; ours gives the names that Ceph gives', async () => {
    await start({ protocol: 'msgr1' })
    const monitorSource = {
      kind: 'mon_host',
      text: '10.0.0.1:6789,v1:10.0.0.2:6789/0,[v2:10.0.0.3:3300,v1:10.0.0.3:6789]'
    } as const
    const { monitors } = await resolveMonitors({ monitorSource, sources: {} })
    expect(monitors.map(({ name, addrs }) => [name, ...addrs.map(formatEntityAddr)])).to.deep.equal([
      ['noname-a-legacy', 'v1:10.0.0.1:6789/0'],
      ['noname-b', 'v1:10.0.0.2:6789/0'],
      ['noname-c', 'v2:10.0.0.3:3300/0', 'v1:10.0.0.3:6789/0']
    ])
    const epochs = (): number[] => peers.heardOf(auth.type).map(({ message }) => decodeFront(auth, message).monmapEpoch)
    await peers.connect(KERNEL)
    expect(epochs()).to.deep.equal([0])
    peers.network.reset()
    await peers.settle()
    expect(epochs()).to.deep.equal([0, 1])
  })
})

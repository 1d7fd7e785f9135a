import {
  BLANK_ADDR,
  CEPH_FEATURES_ALL,
  CephFeature,
  CodecError,
  decode,
  encode,
  entityAddrCodec,
  Writer
} from '@cephwire/codec'
import { checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import { serviceCodec, serviceDaemonCodec, serviceMapCodec, serviceMapToJson } from '@cephwire/maps'
import { expect } from 'chai'
import { describeCorpus, erase } from '../support/corpus.js'
import { expectCheap, itWithstands } from '../support/hostile.js'
import { readText, readVector, releases } from '../support/vectors.js'
import type { ServiceMap } from '@cephwire/maps'

const names = releases.map(release => `servicemap-${release}`)
/** A daemon of struct_v 2 without an address, metadata or tasks. */
const emptyDaemonBody = (w: Writer): void => void w.u64(0n).u8(1).u16(0x0101).u32(12).zeros(12).zeros(20)

const beforeAddr2 = CEPH_FEATURES_ALL & ~CephFeature.MSG_ADDR2

describe('serviceMapCodec', () => {
  it('decodes services and their daemons', () => {
    const map = decode(serviceMapCodec, readVector('servicemap-16.2.15'))
    expect([...map.services.keys()]).to.deep.equal(['iscsi', 'rgw'])
    const rgw = map.services.get('rgw')!
    expect([...rgw.daemons.keys(), rgw.summary]).to.deep.equal(['one', 'two', ''])
    const one = rgw.daemons.get('one')!
    expect(one.addr).to.deep.include({ host: '127.0.0.1', port: 0 })
    expect(one).to.deep.include({ startEpoch: 2, taskStatus: new Map() })
    expect(Number(one.gid)).to.be.greaterThan(4000)
    expect(one.metadata.get('frontend_config#0')).to.equal('beast port=8000 "x"')
    expect(rgw.daemons.get('two')?.metadata.get('note')).to.equal('é中')
    expect(map.encoding).to.deep.equal({ structV: 1, tail: new Uint8Array(0) })
    expect(one.encoding).to.deep.equal({ structV: 2, tail: new Uint8Array(0) })
  })

  for (const name of names) {
    it(`${name} encodes to the same bytes, and prints as ceph service dump does`, () => {
      const json = serviceMapToJson(checkRoundTrip(serviceMapCodec, readVector(name)))
      const printed: unknown = JSON.parse(readText(`${name}.json`))
      expect(json).to.deep.equal(printed)
      expect(JSON.stringify(json)).to.equal(JSON.stringify(printed))
    })
  }

  it('writes old addresses for a peer without MSG_ADDR2, and reads them', () => {
    const map = decode(serviceMapCodec, readVector('servicemap-18.2.7'))
    const old = encode(serviceMapCodec, map, beforeAddr2)
    const again = checkRoundTrip(serviceMapCodec, old, beforeAddr2)
    expect(serviceMapToJson(again)).to.deep.equal(serviceMapToJson(map))
  })

  it('reads daemons before struct_v 2, which have no tasks', () => {
    const addr = fromHex(`00000000 07000000 0002 0000 0a000001 ${'00'.repeat(120)}`)
    const v1 = new Writer().versioned(1, 1, w => w.u64(5n).bytes(addr).u32(3).u32(1).u32(2).u32(0)).finish()
    const daemon = checkRoundTrip(serviceDaemonCodec, v1, 0n)
    expect(daemon).to.deep.include({ gid: 5n, startEpoch: 3, taskStatus: new Map() })
    expect(daemon.addr).to.deep.equal({ type: 'legacy', nonce: 7, host: '10.0.0.1', port: 0 })
  })

  it('prints tasks, a summary, and a daemon without an address', () => {
    const daemon = {
      gid: 7n,
      addr: { type: 'none', nonce: 0, host: '', port: 0 } as const,
      startEpoch: 3,
      startStamp: { sec: 12, nsec: 345_678_000 },
      metadata: new Map([
        ['b', '2'],
        ['a', '1']
      ]),
      taskStatus: new Map([['scrub', 'idle']])
    }
    const service = { daemons: new Map([['x', daemon]]), summary: 'fine' }
    const map: ServiceMap = { epoch: 4, modified: { sec: 0, nsec: 0 }, services: new Map([['mds', service]]) }
    const json = serviceMapToJson(decode(serviceMapCodec, encode(serviceMapCodec, map)))
    expect(JSON.stringify(json)).to.equal(
      '{"epoch":4,"modified":"0.000000","services":{"mds":{"daemons":{"summary":"fine","x":{"start_epoch":3,' +
        '"start_stamp":"12.345678","gid":7,"addr":"(unrecognized address family 0)/0",' +
        '"metadata":{"a":"1","b":"2"},"task_status":{"scrub":"idle"}}}}}}'
    )
  })

  it('keeps what newer releases append to each of the three structs', () => {
    const daemon = (w: Writer): void => {
      entityAddrCodec.encode(w.u64(0n), BLANK_ADDR, CEPH_FEATURES_ALL)
      w.zeros(20).bytes(fromHex('aabb'))
    }
    const service = (w: Writer): void => {
      w.u32(1).string('x').versioned(99, 1, daemon).u32(0).u8(0xcc)
    }
    const w = new Writer().versioned(99, 1, w => {
      w.u32(4).zeros(8).u32(1).string('y').versioned(99, 1, service).u8(0xdd)
    })
    const map = checkRoundTrip(serviceMapCodec, w.finish())
    const y = map.services.get('y')
    expect([map, y, y?.daemons.get('x')].map(struct => struct?.encoding)).to.deep.equal(
      ['dd', 'cc', 'aabb'].map(tail => ({ structV: 99, tail: fromHex(tail) }))
    )
    expect(checkRoundTrip(serviceCodec, encode(serviceCodec, y!))).to.deep.equal(y)
  })

  it('keeps names that mean something elsewhere', () => {
    const map = decode(serviceMapCodec, readVector('servicemap-16.2.15'))
    const services = new Map([['__proto__', { daemons: new Map(map.services.get('rgw')!.daemons), summary: '' }]])
    const json = serviceMapToJson(decode(serviceMapCodec, encode(serviceMapCodec, { ...map, services })))
    expect(Object.keys(json.services)).to.deep.equal(['__proto__'])
    expect(({} as { daemons?: unknown }).daemons).to.equal(undefined)
  })

  it('refuses text that is not UTF-8, and a name twice', () => {
    const text = toHex(readVector('servicemap-16.2.15'))
    const broken = text.replace(toHex(Buffer.from('é')), 'ff2e')
    expect(() => decode(serviceMapCodec, fromHex(broken))).to.throw(CodecError, 'UTF-8')
    const twice = text.replaceAll('0300000074776f', '030000006f6e65')
    expect(() => decode(serviceMapCodec, fromHex(twice))).to.throw(CodecError, 'twice')
  })

  itWithstands('servicemaps', serviceMapCodec, names.map(readVector), serviceMapToJson)
})

const MIB = 1024 * 1024

const letters = (i: number): string => i.toString(36).padStart(4, '0')

function mapOf(services: (w: Writer) => void): Uint8Array {
  return new Writer(MIB).versioned(1, 1, w => services(w.u32(1).zeros(8))).finish()
}

function many(w: Writer, count: number, each: (w: Writer, i: number) => void): Writer {
  w.u32(count)
  for (let i = 0; i < count; i++) each(w, i)
  return w
}

const huge: Readonly<Record<string, Uint8Array>> = {
  services: mapOf(w => many(w, 46_000, (w, i) => void w.string(letters(i)).versioned(1, 1, w => w.zeros(8)))),
  daemons: mapOf(w => {
    const daemons = (w: Writer): void =>
      void many(w, 15_500, (w, i) => {
        w.string(letters(i)).versioned(2, 1, emptyDaemonBody)
      }).u32(0)
    w.u32(1).u32(0).versioned(1, 1, daemons)
  }),
  'entries of metadata': mapOf(w => {
    const daemon = (w: Writer): void =>
      void many(
        w.u64(0n).u8(1).u16(0x0101).u32(12).zeros(12).zeros(12),
        86_000,
        (w, i) => void w.string(letters(i)).u32(0)
      ).u32(0)
    w.u32(1)
      .u32(0)
      .versioned(1, 1, w => w.u32(1).u32(0).versioned(2, 1, daemon).u32(0))
  })
}

describe('servicemaps of a hostile monitor', () => {
  for (const [what, bytes] of Object.entries(huge)) {
    it(`with as many ${what} as fit into 1 MiB are read in time and memory`, () => {
      expect(bytes.length).to.be.within(0.8 * MIB, MIB)
      expect(expectCheap(serviceMapCodec, bytes)?.epoch).to.equal(1)
    })
  }
})

describeCorpus({
  ServiceMap: erase(serviceMapCodec),
  'ServiceMap::Service': erase(serviceCodec),
  'ServiceMap::Daemon': erase(serviceDaemonCodec)
})

import { CEPH_FEATURES_ALL, CephFeature, CodecError, decode, encode, LimitError, Writer } from '@cephwire/codec'
import { checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import { mgrMapCodec, MgrMapFlag, mgrMapToJson, mgrModuleInfoCodec, mgrStandbyInfoCodec } from '@cephwire/maps'
import { expect } from 'chai'
import { describeCorpus, erase } from '../support/corpus.js'
import { expectCheap, itWithstands } from '../support/hostile.js'
import { readVector, releases } from '../support/vectors.js'
import type { MgrMap } from '@cephwire/maps'

/** Without the one bit of SERVER_NAUTILUS that is not of its incarnation. */
const beforeNautilus = CEPH_FEATURES_ALL & ~(CephFeature.SERVER_NAUTILUS & 0xffffn)

const names = [...releases.map(release => `mgrmap-${release}`), 'mgrmap-down-18.2.7']
const pacific = readVector('mgrmap-16.2.15')
const tentacle = readVector('mgrmap-20.2.4')

describe('mgrMapCodec', () => {
  it('decodes every field of a map of Tentacle', () => {
    const map = decode(mgrMapCodec, tentacle)
    const addrs = [
      { type: 'msgr2', nonce: map.activeAddrs[0]!.nonce, host: '127.0.0.1', port: 6812 },
      { type: 'legacy', nonce: map.activeAddrs[0]!.nonce, host: '127.0.0.1', port: 6813 }
    ]
    expect(map).to.deep.include({
      epoch: 8,
      activeAddrs: addrs,
      activeName: 'x',
      available: true,
      modules: new Set(['tiny']),
      services: new Map([['tiny', 'http://[fd00::1]:8000/']]),
      activeMgrFeatures: 4541880224203014143n,
      lastFailureOsdEpoch: 2,
      flags: 0n,
      forceDisabledModules: new Set(['crash', 'status']),
      encoding: { structV: 14, tail: new Uint8Array(0) }
    })
    expect(Number(map.activeGid)).to.be.greaterThan(4000)
    expect(map.activeChange.sec).to.be.greaterThan(1_700_000_000)
    expect([...map.alwaysOnModules.keys()]).to.deep.equal([15, 16, 17, 18, 19, 20])
    expect(map.alwaysOnModules.get(20)).to.include('balancer')
    expect(map.clients.map(({ name, addrs }) => [name, addrs[0]?.type])).to.deep.equal([['libcephsqlite', 'msgr2']])
    expect([...map.standbys.values()].map(({ name }) => name)).to.deep.equal(['y'])
  })

  it('decodes modules and their options', () => {
    const { availableModules, standbys } = decode(mgrMapCodec, pacific)
    expect(availableModules.map(({ name, canRun, errorString }) => [name, canRun, errorString])).to.deep.equal([
      ['broken', false, 'Something is missing'],
      ['spare', true, ''],
      ['tiny', true, '']
    ])
    const options = availableModules[2]!.moduleOptions
    const empty = {
      max: '',
      min: '',
      longDesc: '',
      desc: '',
      tags: new Set(),
      seeAlso: new Set(),
      enumAllowed: new Set()
    }
    const encoding = { structV: 1, tail: new Uint8Array(0) }
    expect(options.get('number')).to.deep.equal({
      name: 'number',
      type: 1,
      level: 1,
      flags: 1,
      defaultValue: '3',
      min: '1',
      max: '5',
      enumAllowed: new Set(),
      desc: 'A number',
      longDesc: 'From 1 to 5',
      tags: new Set(['a', 'b']),
      seeAlso: new Set(['mode', 'other']),
      encoding
    })
    expect(options.get('mode')).to.deep.equal({
      ...empty,
      name: 'mode',
      type: 2,
      level: 1,
      flags: 0,
      defaultValue: 'on',
      enumAllowed: new Set(['off', 'on']),
      encoding
    })
    expect([...standbys.values()][0]?.availableModules).to.have.lengthOf(3)
  })

  it('decodes a map without a manager', () => {
    const map = decode(mgrMapCodec, readVector('mgrmap-down-18.2.7'))
    expect(map).to.deep.include({ activeAddrs: [], activeGid: 0n, activeName: '', available: false })
    expect(map.flags).to.equal(MgrMapFlag.Down)
  })

  for (const name of names) {
    it(`${name} encodes to the same bytes`, () => {
      checkRoundTrip(mgrMapCodec, readVector(name))
    })
  }

  for (const release of releases) {
    it(`writes struct_v 5 for an old peer as a monitor of ${release} does, and reads it`, () => {
      const old = readVector(`mgrmap-before-nautilus-${release}`)
      const map = decode(mgrMapCodec, readVector(`mgrmap-${release}`))
      expect(toHex(encode(mgrMapCodec, map, beforeNautilus))).to.equal(toHex(old))
      const again = checkRoundTrip(mgrMapCodec, old, beforeNautilus)
      expect(again.encoding?.structV).to.equal(5)
      expect(again.availableModules).to.deep.equal(map.availableModules)
      expect(again.activeAddrs.map(({ type }) => type)).to.deep.equal(['legacy'])
    })
  }

  it('reads struct_v 2 and 3, which name modules and no more', () => {
    const words = (w: Writer, ...words: string[]): Writer => w.list(words, (w, word) => w.string(word))
    const body = (w: Writer): Writer => {
      w.u32(1).zeros(136).u64(0n).bool(true).string('x')
      w.u32(1)
        .u64(7n)
        .versioned(2, 1, w => words(w.u64(7n).string('y'), 'm'))
      return words(words(w, 'e'), 'e', 'f')
    }
    const v2 = checkRoundTrip(mgrMapCodec, new Writer().versioned(2, 1, body).finish(), 0n)
    expect(v2).to.deep.include({ epoch: 1, modules: new Set(['e']), services: new Map(), clients: [] })
    expect(v2.availableModules).to.deep.equal(
      ['e', 'f'].map(name => ({ name, canRun: true, errorString: '', moduleOptions: new Map() }))
    )
    expect(v2.standbys.get(7n)?.availableModules.map(({ name }) => name)).to.deep.equal(['m'])
    const v3 = new Writer().versioned(3, 1, w => words(body(w), 'e', 'a:b')).finish()
    const services = new Uint8Array(v3)
    services[v3.length - 4 - 3 - 4 - 1 - 4] = 1
    expect(checkRoundTrip(mgrMapCodec, services, 0n).services).to.deep.equal(new Map([['e', 'a:b']]))
  })

  it('writes an old map anew for a peer of today', () => {
    const old = decode(mgrMapCodec, readVector('mgrmap-before-nautilus-16.2.15'))
    const made: MgrMap = { ...old, encoding: undefined }
    expect(decode(mgrMapCodec, encode(mgrMapCodec, made)).encoding?.structV).to.equal(12)
    expect(decode(mgrMapCodec, encode(mgrMapCodec, { ...made, flags: 0n })).encoding?.structV).to.equal(13)
    const disabled = { ...made, flags: 0n, forceDisabledModules: new Set(['b', 'a']) }
    const again = decode(mgrMapCodec, encode(mgrMapCodec, disabled))
    expect(again.encoding?.structV).to.equal(14)
    expect([...again.forceDisabledModules!]).to.deep.equal(['a', 'b'])
  })

  it('keeps what a newer release appends', () => {
    const newer = new Uint8Array([...tentacle, 1, 2, 3])
    newer[0] = 99
    new DataView(newer.buffer).setUint32(2, newer.length - 6, true)
    expect(checkRoundTrip(mgrMapCodec, newer).encoding).to.deep.equal({ structV: 99, tail: new Uint8Array([1, 2, 3]) })
  })

  it('refuses clients with more names than addresses', () => {
    const map = decode(mgrMapCodec, tentacle)
    const bytes = encode(mgrMapCodec, { ...map, clients: [] })
    // clients_addrs, clients_names, flags, force_disabled_modules
    const at = bytes.length - (4 + 4 + 8 + 4 + 9 + 10)
    const name = new Uint8Array([...bytes.subarray(0, at + 4), 1, 0, 0, 0, 0, 0, 0, 0, ...bytes.subarray(at + 8)])
    new DataView(name.buffer).setUint32(2, name.length - 6, true)
    expect(() => decode(mgrMapCodec, name)).to.throw(CodecError, '1 names for 0 clients')
  })

  it('refuses what is there twice: an option, a standby, an enabled module', () => {
    const map = decode(mgrMapCodec, pacific)
    const enabled = toHex(encode(mgrMapCodec, { ...map, modules: new Set(['ab', 'cd']) }))
    const twice = enabled.replace('020000006162020000006364', '020000006162020000006162')
    expect(() => decode(mgrMapCodec, fromHex(twice))).to.throw(CodecError, 'twice')
    const option = toHex(pacific).replaceAll(toHex(Buffer.from('spare')), toHex(Buffer.from('tiny\0')))
    expect(decode(mgrMapCodec, fromHex(option)).availableModules[1]?.name).to.equal('tiny\0')
    const key = toHex(pacific).replaceAll('05000000726174696f', '05000000726174696e')
    expect([...decode(mgrMapCodec, fromHex(key)).availableModules[2]!.moduleOptions.keys()]).to.include('ratin')
  })

  it('keeps names that mean something elsewhere', () => {
    const map: MgrMap = { ...decode(mgrMapCodec, pacific), services: new Map([['__proto__', 'x']]) }
    const json = mgrMapToJson(decode(mgrMapCodec, encode(mgrMapCodec, map)))
    expect(Object.entries(json.services)).to.deep.equal([['__proto__', 'x']])
    expect(({} as { x?: unknown }).x).to.equal(undefined)
  })

  itWithstands(
    'mgrmaps',
    mgrMapCodec,
    [...names.map(readVector), readVector('mgrmap-before-nautilus-18.2.7')],
    mgrMapToJson
  )
})

const MIB = 1024 * 1024

/** A MgrMap up to its enabled modules. */
const head = (w: Writer): Writer => w.u32(1).u8(2).u32(0).u64(0n).bool(false).u32(0)

function mapOf(structV: number, body: (w: Writer) => void): Uint8Array {
  return new Writer(MIB).versioned(structV, 6, body).finish()
}

function many(w: Writer, count: number, each: (w: Writer, i: number) => void): Writer {
  w.u32(count)
  for (let i = 0; i < count; i++) each(w, i)
  return w
}

const letters = (i: number): string => i.toString(36).padStart(4, '0')

const emptyModule = (w: Writer): void => void w.versioned(2, 1, w => w.u32(0).u8(0).u32(0).u32(0))
const emptyOption = (w: Writer, i: number): void =>
  void w.string(letters(i)).versioned(1, 1, w =>
    w
      .u32(0)
      .u16(0)
      .u32(0)
      .zeros(8 * 4)
  )

const modulesOf = (count: number): Uint8Array =>
  mapOf(6, w => many(head(w).u32(0), count, (w, i) => void w.string(letters(i))).zeros(8))

const wordyOption = (w: Writer, i: number): void => {
  const words = (w: Writer): void =>
    void many(w.u32(0).u16(0).u32(0).zeros(12), 4096, (w, i) => void w.string(letters(i))).zeros(16)
  w.string(letters(i)).versioned(1, 1, words)
}

const huge: Readonly<Record<string, Uint8Array>> = {
  'available modules': mapOf(6, w => many(head(w).zeros(12), 55_000, emptyModule)),
  standbys: mapOf(6, w => {
    many(head(w), 24_000, (w, i) => void w.u64(BigInt(i)).versioned(4, 1, w => w.u64(1n).zeros(12).u64(0n))).zeros(12)
  }),
  options: mapOf(6, w => {
    const module = (w: Writer): void => void many(w.u32(0).u8(0).u32(0), 18_000, emptyOption)
    head(w).zeros(12).u32(1).versioned(2, 1, module)
  }),
  'values of options': mapOf(6, w => {
    head(w)
      .zeros(12)
      .u32(1)
      .versioned(2, 1, w => void many(w.u32(0).u8(0).u32(0), 31, wordyOption))
  }),
  'releases with modules that are always on': mapOf(8, w => {
    many(head(w).zeros(16).zeros(8), 130_000, (w, i) => void w.u32(i).u32(0))
  }),
  clients: mapOf(12, w => {
    many(head(w).zeros(16).zeros(8).zeros(4).zeros(12), 115_000, w => void w.u8(2).u32(0))
    many(w, 115_000, w => void w.u32(0))
  })
}

describe('mgrmaps of a hostile monitor', () => {
  for (const [what, bytes] of Object.entries(huge)) {
    it(`with as many ${what} as fit into 1 MiB are read in time and memory`, () => {
      expect(bytes.length).to.be.within(0.8 * MIB, MIB)
      expect(expectCheap(mgrMapCodec, bytes)?.epoch).to.equal(1)
    })
  }

  it('with more modules than there are for managers are over the limit', () => {
    expect(decode(mgrMapCodec, modulesOf(4096)).modules.size).to.equal(4096)
    expect(() => decode(mgrMapCodec, modulesOf(4097))).to.throw(LimitError, '4097 strings')
  })

  it('with a count of 2³² − 1 anywhere are refused before anything is made for it', () => {
    const outcomes = new Set<string>()
    for (let at = 2; at + 4 <= pacific.length; at++) {
      const bytes = pacific.slice()
      new DataView(bytes.buffer).setUint32(at, 0xffffffff, true)
      try {
        decode(mgrMapCodec, bytes)
        outcomes.add('read')
      } catch (error) {
        expect(error).to.be.instanceOf(CodecError)
        outcomes.add('refused')
      }
    }
    expect(outcomes).to.deep.equal(new Set(['read', 'refused']))
  })
})

// One MgrMap::ModuleOption of the corpus has bytes behind it that are not its own; those inside the others will do.
describeCorpus({
  MgrMap: erase(mgrMapCodec),
  'MgrMap::ModuleInfo': erase(mgrModuleInfoCodec),
  'MgrMap::StandbyInfo': erase(mgrStandbyInfoCodec)
})

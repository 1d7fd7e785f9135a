import { CephFeature, decode, encode } from '@cephwire/codec'
import { acceptedTruncations, checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import { ElectionStrategy, formatMonMap, monMapCodec, monMapToJson } from '@cephwire/maps'
import { expect } from 'chai'
import { itWithstands } from '../support/hostile.js'
import { monmapV9, readVector, releases } from '../support/vectors.js'

const since = { v1: 0n, v2: CephFeature.MONNAMES, v5: CephFeature.MONNAMES | CephFeature.MONENC }
/** Features of peers before Nautilus that the vectors were sent to. */
const peers = Object.entries(since).map(([name, features]) => [name, features | CephFeature.MSG_ADDR2] as const)

describe('monMapCodec', () => {
  it('decodes every field of a monmap of Pacific', () => {
    const map = decode(monMapCodec, monmapV9)
    expect(map).to.deep.include({
      fsid: '7e1e1e1e-aaaa-bbbb-cccc-0123456789ab',
      epoch: 1,
      lastChanged: { sec: 0x6b028e03, nsec: 416724902 },
      persistentFeatures: 0xffn,
      optionalFeatures: 0n,
      ranks: ['a', 'b', 'c'],
      minMonRelease: 16,
      removedRanks: new Set(),
      strategy: ElectionStrategy.Classic,
      disallowedLeaders: new Set(),
      stretchModeEnabled: false,
      tiebreakerMon: '',
      stretchMarkedDownMons: new Set(),
      encoding: { structV: 9, tail: new Uint8Array(0) }
    })
    expect(map.mons.get('b')).to.deep.equal({
      name: 'b',
      publicAddrs: [
        { type: 'msgr2', nonce: 0, host: '127.0.0.1', port: 41501 },
        { type: 'legacy', nonce: 0, host: '127.0.0.1', port: 41511 }
      ],
      priority: 0,
      weight: 0,
      crushLoc: new Map(),
      encoding: { structV: 5, tail: new Uint8Array(0) }
    })
  })

  it('decodes the ciphers and the times of Tentacle', () => {
    const map = decode(monMapCodec, readVector('v10-20.2.4-ciphers'))
    expect(map).to.deep.include({
      authEpoch: 0,
      authServiceCipher: 2,
      authAllowedCiphers: [1, 2],
      authPreferredCipher: 1
    })
    expect(map.mons.get('b')?.timeAdded?.sec).to.be.greaterThan(1_700_000_000)
  })

  it('decodes IPv6 addresses', () => {
    for (const name of ['v9-18.2.7-ipv6', 'v10-20.2.4-ipv6']) {
      const { mons } = decode(monMapCodec, readVector(name))
      expect(mons.get('c')?.publicAddrs[0]).to.deep.equal({ type: 'msgr2', nonce: 0, host: '::1', port: 41502 })
    }
  })

  for (const name of ['v9-16.2.15', 'v9-18.2.7-ipv6', 'v10-20.2.4-ipv6', 'v10-20.2.4-ciphers']) {
    it(`${name} encodes to the same bytes`, () => {
      checkRoundTrip(monMapCodec, readVector(name))
    })

    it(`${name} is refused with a CodecError when cut anywhere`, () => {
      expect(acceptedTruncations(monMapCodec, readVector(name))).to.deep.equal([])
    })
  }

  for (const release of releases) {
    for (const [version, features] of peers) {
      it(`writes ${version} for an old peer as a monitor of ${release} does`, () => {
        const map = decode(monMapCodec, readVector(`peer-v9-${release}`))
        const sent = readVector(`peer-${version}-${release}`)
        expect(toHex(encode(monMapCodec, map, features))).to.equal(toHex(sent))
      })

      it(`reads what a monitor of ${release} writes as ${version}, and writes it again`, () => {
        const bytes = readVector(`peer-${version}-${release}`)
        const map = checkRoundTrip(monMapCodec, bytes, features)
        expect(map.ranks).to.deep.equal(version === 'v1' ? ['0', '1', '2'] : ['a', 'b', 'c'])
        expect(map.mons.get(map.ranks[2]!)?.publicAddrs).to.have.nested.property('[0].type', 'legacy')
        expect(acceptedTruncations(monMapCodec, bytes)).to.deep.equal([])
      })
    }
  }

  it('infers the release of a map before struct_v 7 from its features', () => {
    expect(releases.map(release => decode(monMapCodec, readVector(`peer-v5-${release}`)).minMonRelease)).to.deep.equal([
      16, 18, 20
    ])
  })

  it('writes a map that was read in an old encoding anew for a new peer', () => {
    const map = decode(monMapCodec, readVector('peer-v2-16.2.15'))
    const again = decode(monMapCodec, encode(monMapCodec, map))
    expect(again.encoding?.structV).to.equal(9)
    expect(again.ranks).to.deep.equal(map.ranks)
  })

  it('writes as a blank address what has no msgr1 for a peer without names', () => {
    const map = decode(monMapCodec, monmapV9)
    const onlyV2 = [...map.mons].map(
      ([name, info]) => [name, { ...info, publicAddrs: info.publicAddrs.slice(0, 1) }] as const
    )
    const again = decode(monMapCodec, encode(monMapCodec, { ...map, mons: new Map(onlyV2) }, CephFeature.MSG_ADDR2))
    expect([...again.mons.values()].map(({ publicAddrs }) => publicAddrs[0]?.host)).to.deep.equal(['', '', ''])
  })

  itWithstands(
    'monmaps',
    monMapCodec,
    [readVector('peer-v1-16.2.15'), monmapV9, readVector('v10-20.2.4-ipv6')],
    map => [monMapToJson(map), formatMonMap(map)]
  )

  it('reads struct_v 3 and 4 of Firefly and Kraken, which have one address a monitor', () => {
    const fsid = '00112233445566778899aabbccddeeff'
    const addr = `00000000 00000000 0002 1a85 0a000001 ${'00'.repeat(120)}`
    const body = `${fsid} 02000000 01000000 01000000 61 ${addr} 01000000 02000000 03000000 04000000`
    const v3 = fromHex(`03 03 b5000000 ${body}`)
    const map = checkRoundTrip(monMapCodec, v3, since.v5)
    expect(map.mons.get('a')?.publicAddrs).to.deep.equal([{ type: 'legacy', nonce: 0, host: '10.0.0.1', port: 6789 }])
    const v4 = fromHex(`04 03 d1000000 ${body} 01 01 08000000 0100000000000000 01 01 08000000 0000000000000000`)
    expect(checkRoundTrip(monMapCodec, v4, since.v5)).to.include({ minMonRelease: 11, persistentFeatures: 1n })
  })
})

import { decode } from '@cephwire/codec'
import { formatMonMap, monMapCodec, monMapToJson } from '@cephwire/maps'
import { expect } from 'chai'
import { monmapV9, readText, readVector, releases } from '../support/vectors.js'

describe('formatMonMap()', () => {
  for (const release of releases) {
    for (const dump of ['located', 'removed']) {
      it(`is what \`ceph mon dump\` of ${release} prints: ${dump}`, () => {
        const map = decode(monMapCodec, readVector(`dump-${dump}-${release}`))
        expect(formatMonMap(map)).to.equal(readText(`dump-${dump}-${release}.txt`))
      })
    }
  }

  it('prints what stretch mode adds', () => {
    const map = { ...decode(monMapCodec, monmapV9), stretchModeEnabled: true, tiebreakerMon: 'c' }
    expect(formatMonMap(map).split('\n').slice(5, 9)).to.deep.equal([
      'election_strategy: 1',
      'stretch_mode_enabled 1',
      'tiebreaker_mon c',
      'disallowed_leaders '
    ])
  })

  it('prints the ciphers of Tentacle as monmaptool does', () => {
    const text = formatMonMap(decode(monMapCodec, readVector('v10-20.2.4-ciphers')))
    expect(text.split('\n').slice(6)).to.deep.equal([
      '0: [v2:10.0.0.1:3300/0,v1:10.0.0.1:6789/0] mon.a',
      '1: v1:10.0.0.2:6789/0 mon.b',
      'auth_epoch 0',
      'auth_service_cipher aes256k',
      'auth_allowed_ciphers aes, aes256k',
      'auth_preferred_cipher aes',
      ''
    ])
  })
})

describe('monMapToJson()', () => {
  for (const release of releases) {
    for (const dump of ['located', 'removed']) {
      it(`is what \`ceph mon dump -f json\` of ${release} prints but for the quorum: ${dump}`, () => {
        const map = decode(monMapCodec, readVector(`dump-${dump}-${release}`))
        const printed = readText(`dump-${dump}-${release}.json`).trim()
        expect(JSON.stringify(monMapToJson(map))).to.equal(printed.replace(/,"quorum":\[[\d,]*\]/, ''))
      })
    }
  }

  it('prints a monitor without an address as Ceph does', () => {
    const map = decode(monMapCodec, monmapV9)
    const mons = new Map([...map.mons].map(([name, info]) => [name, { ...info, publicAddrs: [] }]))
    expect(monMapToJson({ ...map, mons }).mons[0]).to.include({ addr: '(unrecognized address family 0)/0' })
  })
})

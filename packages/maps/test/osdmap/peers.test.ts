import { encode } from '@cephwire/codec'
import { checkRoundTrip, toHex } from '@cephwire/codec/testing'
import { decodeOsdMap, decodeOsdMapIncremental, osdMapCodec, osdMapIncrementalCodec } from '@cephwire/maps'
import { expect } from 'chai'
import { readPeers, releases } from './support.js'

const peers = ['with all features', 'without Nautilus', 'without Luminous', 'like Hammer']

describe('osdmaps for peers of other releases', () => {
  for (const release of releases) {
    const sent = readPeers(release)
    const [newest] = sent
    const map = decodeOsdMap(newest!.map)
    const incs = newest!.incs.map(bytes => decodeOsdMapIncremental(bytes))

    for (const [i, peer] of peers.entries()) {
      const { features, map: mapSent, incs: incsSent } = sent[i]!

      it(`a monitor of ${release} sends to a peer ${peer} are written from what it sends to others`, () => {
        expect(toHex(encode(osdMapCodec, map, features))).to.equal(toHex(mapSent))
      })

      it(`a monitor of ${release} sends to a peer ${peer} are read and written again, increments too`, () => {
        expect(checkRoundTrip(osdMapCodec, mapSent).epoch).to.equal(map.epoch)
        for (const bytes of incsSent) checkRoundTrip(osdMapIncrementalCodec, bytes)
      })

      it(`have increments that a monitor of ${release} sends to a peer ${peer}, but for their full_crc`, () => {
        const written = incs.map((inc, n) => {
          const { fullCrc } = decodeOsdMapIncremental(incsSent[n]!)
          return toHex(encode(osdMapIncrementalCodec, { ...inc, fullCrc }, features))
        })
        expect(written).to.deep.equal(incsSent.map(toHex))
      })
    }
  }
})

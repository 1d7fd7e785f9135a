import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  CEPH_FEATURES_ALL,
  entityAddrCodec,
  entityAddrvecCodec,
  entityNameCodec,
  utimeCodec,
  uuidCodec
} from '@cephwire/codec'
import { acceptedTruncations, checkRoundTrip } from '@cephwire/codec/testing'
import type { Codec, Features } from '@cephwire/codec'

/** A codec whose values nobody looks into. */
const erase = <T>(codec: Codec<T>): Codec<unknown> => codec as unknown as Codec<unknown>

/** The types of this package in ceph-object-corpus, and what the encoder of some bytes knew of its peer. */
const types: Readonly<Record<string, { codec: Codec<unknown>; features?: (bytes: Uint8Array) => Features }>> = {
  // Marker 0 is the form for a peer without MSG_ADDR2: what a release before Kraken wrote always.
  entity_addr_t: { codec: erase(entityAddrCodec), features: bytes => (bytes[0] === 0 ? 0n : CEPH_FEATURES_ALL) },
  entity_addrvec_t: { codec: erase(entityAddrvecCodec) },
  entity_name_t: { codec: erase(entityNameCodec) },
  utime_t: { codec: erase(utimeCodec) },
  uuid_d: { codec: erase(uuidCodec) }
}

const corpus = process.env['CEPH_OBJECT_CORPUS']

/** Objects of a type in a release: RELEASE/TYPE/HASH, or RELEASE/objects/TYPE/HASH as the corpus itself has it. */
function objects(root: string, release: string, type: string): string[] {
  const folder = [join(root, release, type), join(root, release, 'objects', type)].find(path => existsSync(path))
  return folder === undefined ? [] : readdirSync(folder).map(name => join(folder, name))
}

describe('ceph-object-corpus', () => {
  if (corpus === undefined) {
    it('is skipped: set CEPH_OBJECT_CORPUS to a folder with RELEASE/TYPE/HASH', function () {
      console.log('      CEPH_OBJECT_CORPUS is not set: nothing was compared with what Ceph itself encoded')
      this.skip()
    })
    return
  }

  for (const [type, { codec, features }] of Object.entries(types)) {
    describe(type, () => {
      let seen = 0
      for (const release of readdirSync(corpus).sort()) {
        const files = objects(corpus, release, type)
        if (files.length === 0) continue
        it(`of ${release} comes back byte for byte, and no shorter: ${files.length} objects`, () => {
          for (const file of files) {
            const bytes = Uint8Array.from(readFileSync(file))
            checkRoundTrip(codec, bytes, features?.(bytes))
            expect(acceptedTruncations(codec, bytes), file).to.deep.equal([])
            seen++
          }
        })
      }

      it('was there', () => {
        expect(seen).to.be.greaterThan(0)
      })
    })
  }
})

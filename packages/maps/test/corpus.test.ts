import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CEPH_FEATURES_ALL, CephFeature, decode, encode } from '@cephwire/codec'
import { acceptedTruncations, toHex } from '@cephwire/codec/testing'
import { monFeatureCodec, monInfoCodec, monMapCodec } from '@cephwire/maps'
import { expect } from 'chai'
import type { Codec } from '@cephwire/codec'

const erase = <T>(codec: Codec<T>): Codec<unknown> => codec as unknown as Codec<unknown>

const types: Readonly<Record<string, Codec<unknown>>> = {
  MonMap: erase(monMapCodec),
  mon_info_t: erase(monInfoCodec),
  mon_feature_t: erase(monFeatureCodec)
}

const legacy = CephFeature.MONNAMES | CephFeature.MONENC
/** What the encoder of an object may have known of its peer: ceph-dencoder writes for its own release. */
const peers = [CEPH_FEATURES_ALL, legacy | CephFeature.MSG_ADDR2, legacy]

const corpus = process.env['CEPH_OBJECT_CORPUS']

function objects(root: string, release: string, type: string): string[] {
  const folder = [join(root, release, type), join(root, release, 'objects', type)].find(path => existsSync(path))
  return folder === undefined ? [] : readdirSync(folder).map(name => join(folder, name))
}

function releases(root: string): string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? [entry.name] : []))
}

function checkObject(codec: Codec<unknown>, bytes: Uint8Array): void {
  expect(acceptedTruncations(codec, bytes)).to.deep.equal([])
  const value = decode(codec, bytes)
  expect(peers.map(features => toHex(encode(codec, value, features)))).to.include(toHex(bytes))
}

describe('ceph-object-corpus', () => {
  if (corpus === undefined) {
    it('is skipped: set CEPH_OBJECT_CORPUS to a folder with RELEASE/TYPE/HASH', function () {
      console.log('      CEPH_OBJECT_CORPUS is not set: nothing was compared with what Ceph itself encoded')
      this.skip()
    })
    return
  }
  const found = releases(corpus).flatMap(release =>
    Object.entries(types).map(([type, codec]) => ({ release, type, codec, files: objects(corpus, release, type) }))
  )
  const some = found.filter(({ files }) => files.length > 0)

  it('has monmaps', () => {
    expect(some.map(({ type }) => type)).to.include('MonMap')
  })

  for (const { release, type, codec, files } of some) {
    it(`${type} of ${release}: ${files.length} objects decode and encode to the same bytes`, () => {
      for (const file of files) checkObject(codec, new Uint8Array(readFileSync(file)))
    })
  }
})

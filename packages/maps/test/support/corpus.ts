import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CEPH_FEATURES_ALL, decode, encode } from '@cephwire/codec'
import { toHex } from '@cephwire/codec/testing'
import { expect } from 'chai'
import { itWithstands } from './hostile.js'
import type { Codec, Features } from '@cephwire/codec'

/** A codec in a table of several. */
export const erase = <T>(codec: Codec<T>): Codec<unknown> => codec as unknown as Codec<unknown>

function objects(root: string, release: string, type: string): string[] {
  const folder = [join(root, release, type), join(root, release, 'objects', type)].find(path => existsSync(path))
  return folder === undefined ? [] : readdirSync(folder).map(name => join(folder, name))
}

const read = (file: string): Uint8Array => new Uint8Array(readFileSync(file))

/** Of all objects the largest and the smallest, which is cut anywhere where time is short. */
function extremes(files: readonly string[]): readonly Uint8Array[] {
  const bySize = files.map(read).sort((a, b) => b.length - a.length)
  return [bySize[0]!, bySize.at(-1)!]
}

/**
 * Asserts that every object of ceph-object-corpus of these types encodes to the bytes that it was decoded from, and that
 * errors in them are answered well.
 *
 * @param peers what an object's encoder may have known of its peer: ceph-dencoder writes for its own release
 */
export function describeCorpus(
  types: Readonly<Record<string, Codec<unknown>>>,
  peers: readonly Features[] = [CEPH_FEATURES_ALL]
): void {
  const corpus = process.env['CEPH_OBJECT_CORPUS']
  describe(`ceph-object-corpus: ${Object.keys(types).join(', ')}`, () => {
    if (corpus === undefined) {
      it('is skipped: set CEPH_OBJECT_CORPUS to a folder with RELEASE/TYPE/HASH', function () {
        console.log('      CEPH_OBJECT_CORPUS is not set: nothing was compared with what Ceph itself encoded')
        this.skip()
      })
      return
    }
    const releases = readdirSync(corpus, { withFileTypes: true }).filter(entry => entry.isDirectory())
    for (const [type, codec] of Object.entries(types)) {
      const found = releases.map(({ name: release }) => ({ release, files: objects(corpus, release, type) }))
      for (const { release, files } of found) {
        if (files.length === 0) continue
        it(`${type} of ${release}: ${files.length} objects decode and encode to the same bytes`, () => {
          for (const file of files) {
            const bytes = read(file)
            const value = decode(codec, bytes)
            expect(
              peers.map(features => toHex(encode(codec, value, features))),
              file
            ).to.include(toHex(bytes))
          }
        })
      }
      const all = found.flatMap(({ files }) => files)
      if (all.length > 0)
        itWithstands(`${type} of ceph-object-corpus`, codec, extremes(all), undefined, type === 'CrushWrapper')
    }
  })
}

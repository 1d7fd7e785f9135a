import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CodecError } from '@cephwire/codec'
import { expect } from 'chai'
import { stringify } from '../src/decode/to-json.js'
import { decodableTypes } from '../src/decode/types.js'

const corpus = process.env['CEPH_OBJECT_CORPUS']

describe('ceph-object-corpus through decode', () => {
  if (corpus === undefined) {
    it('is skipped: set CEPH_OBJECT_CORPUS to a folder with RELEASE/TYPE/HASH', function () {
      console.log('      CEPH_OBJECT_CORPUS is not set: decode was not tried on what Ceph itself encoded')
      this.skip()
    })
    return
  }
  for (const [name, type] of decodableTypes) {
    const files = readdirSync(corpus)
      .map(release => join(corpus, release, name))
      .filter(folder => existsSync(folder))
      .flatMap(folder => readdirSync(folder).map(file => join(folder, file)))
    if (files.length === 0) continue
    it(`${name}: ${files.length} objects are JSON, or refused by the codec`, () => {
      const decoded = files.filter(file => {
        try {
          expect(JSON.parse(stringify(type.decode(readFileSync(file)).json))).to.be.an('object')
          return true
        } catch (error) {
          if (error instanceof CodecError) return false
          throw error
        }
      })
      expect(decoded.length).to.be.greaterThan(files.length / 2)
    })
  }
})

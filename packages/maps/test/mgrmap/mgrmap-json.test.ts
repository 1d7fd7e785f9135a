import { decode } from '@cephwire/codec'
import { mgrMapCodec, mgrMapToJson, mgrOptionLevelName, mgrOptionTypeName } from '@cephwire/maps'
import { expect } from 'chai'
import { readText, readVector, releases } from '../support/vectors.js'
import type { MgrMap } from '@cephwire/maps'

const names = [...releases.map(release => `mgrmap-${release}`), 'mgrmap-down-18.2.7']
const reef = decode(mgrMapCodec, readVector('mgrmap-18.2.7'))

describe('mgrMapToJson()', () => {
  for (const name of names) {
    it(`gives what ceph mgr dump prints for ${name}, order included`, () => {
      const json = mgrMapToJson(decode(mgrMapCodec, readVector(name)))
      const printed: unknown = JSON.parse(readText(`${name}.json`))
      expect(json).to.deep.equal(printed)
      expect(JSON.stringify(json)).to.equal(JSON.stringify(printed))
    })
  }

  it('gives the last of the modules that were disabled by force, as JSON.parse does: Ceph prints one name for all', () => {
    const disabled = (...modules: string[]): unknown =>
      mgrMapToJson({ ...reef, forceDisabledModules: new Set(modules) }).force_disabled_modules
    expect(disabled('b', 'a')).to.deep.equal({ module: 'b' })
    expect(disabled()).to.deep.equal({})
    expect(readText('mgrmap-20.2.4.json')).to.include('{"module":"crash","module":"status"}')
  })

  it('gives clients without names for a map of Octopus', () => {
    const map: MgrMap = { ...reef, clients: [{ addrs: [{ type: 'any', nonce: 7, host: '10.0.0.1', port: 0 }] }] }
    expect(mgrMapToJson(map).active_clients).to.deep.equal([
      { addrvec: [{ type: 'any', addr: '10.0.0.1:0', nonce: 7 }] }
    ])
  })

  it('gives integers as Ceph does, which takes some for signed', () => {
    const json = mgrMapToJson({ ...reef, activeGid: 2n ** 64n - 1n, activeMgrFeatures: 2n ** 64n - 1n })
    expect(json).to.include({ active_gid: -1, active_mgr_features: 2 ** 64 })
  })
})

describe('mgrOptionTypeName() and mgrOptionLevelName()', () => {
  it('name types and levels as Ceph does, others unknown', () => {
    expect([0, 2, 9, 10, 11].map(mgrOptionTypeName)).to.deep.equal(['uint', 'str', 'secs', 'millisecs', 'unknown'])
    expect([0, 1, 2, 3].map(mgrOptionLevelName)).to.deep.equal(['basic', 'advanced', 'dev', 'unknown'])
  })
})

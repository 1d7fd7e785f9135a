import { CephError, CodecError } from '@cephwire/codec'
import { MapCrcError, MapError, MapFsidError, MapGapError } from '@cephwire/maps'
import { expect } from 'chai'

describe('MapError', () => {
  it('is a CephError with a code of its own kind', () => {
    class ExampleError extends MapError {
      override readonly code = 'ERR_CEPH_MAP_EXAMPLE'
    }
    const error = new ExampleError('Example')
    expect(CephError.isCephError(error)).to.equal(true)
    expect(error).to.be.instanceOf(MapError).that.includes({ name: 'ExampleError', code: 'ERR_CEPH_MAP_EXAMPLE' })
  })
})

describe('errors about osdmaps', () => {
  it('say what was expected and what came', () => {
    expect(new MapGapError(5, 9)).to.include({ code: 'ERR_CEPH_MAP_GAP', have: 5, got: 9 })
    expect(new MapCrcError('OSDMap', 1, 2)).to.include({
      code: 'ERR_CEPH_MAP_CRC',
      what: 'OSDMap',
      expected: 1,
      actual: 2
    })
    expect(new MapFsidError('a', 'b')).to.include({ code: 'ERR_CEPH_MAP_FSID', expected: 'a', actual: 'b' })
    expect(new MapCrcError('OSDMap', 1, 2)).to.be.instanceOf(CodecError)
    for (const error of [new MapGapError(5, 9), new MapFsidError('a', 'b')]) {
      expect(error).to.be.instanceOf(MapError)
      expect(error.message).to.match(/^[A-Z].*[^.]$/)
    }
  })
})

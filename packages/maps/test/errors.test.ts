import { CephError } from '@cephwire/codec'
import { MapError } from '@cephwire/maps'
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

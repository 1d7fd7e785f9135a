import { expect } from 'chai'
import {
  CephError,
  CodecError,
  IncompatibleVersionError,
  LimitError,
  TrailingBytesError,
  TruncatedError
} from '@cephwire/codec'

describe('CephError', () => {
  it('is told by its brand, so that a second copy of the package makes no difference', () => {
    const fromAnotherCopy = Object.assign(new Error('x'), { cephError: true, code: 'ERR_CEPH_CODEC' })
    expect(CephError.isCephError(fromAnotherCopy)).to.equal(true)
    expect(CephError.isCephError(new CodecError('x'))).to.equal(true)
    for (const other of [new Error('x'), { cephError: true }, null, undefined, 'x']) {
      expect(CephError.isCephError(other)).to.equal(false)
    }
  })

  it('carries its cause, and none where there is none', () => {
    const cause = new Error('inner')
    expect(new CodecError('x', { cause }).cause).to.equal(cause)
    expect(new CodecError('x')).not.to.have.property('cause')
  })

  it('has the name of its class and a code of its own', () => {
    const errors = [
      new CodecError('x'),
      new TruncatedError('x'),
      new TrailingBytesError('x'),
      new LimitError('x'),
      new IncompatibleVersionError(9, 8, 7)
    ]
    expect(errors.map(error => [error.name, error.code])).to.deep.equal([
      ['CodecError', 'ERR_CEPH_CODEC'],
      ['TruncatedError', 'ERR_CEPH_CODEC_TRUNCATED'],
      ['TrailingBytesError', 'ERR_CEPH_CODEC_TRAILING_BYTES'],
      ['LimitError', 'ERR_CEPH_CODEC_LIMIT'],
      ['IncompatibleVersionError', 'ERR_CEPH_CODEC_INCOMPATIBLE_VERSION']
    ])
    for (const error of errors) expect(error).to.be.instanceOf(CodecError).and.instanceOf(CephError)
  })
})

describe('CodecError', () => {
  it('says the place in words and keeps it as fields', () => {
    const error = new CodecError('Not so', { offset: 18, path: ['monmap', 'mons', '[2]', 'addrs', '[0]'] })
    expect(error.message).to.equal('Not so at offset 18 (monmap.mons[2].addrs[0])')
    expect(error).to.include({ offset: 18 })
    expect(error.path).to.deep.equal(['monmap', 'mons', '[2]', 'addrs', '[0]'])
  })

  it('says only what is known of the place', () => {
    expect(new CodecError('Not so').message).to.equal('Not so')
    expect(new CodecError('Not so', { offset: 0 }).message).to.equal('Not so at offset 0')
    expect(new CodecError('Not so', { path: ['epoch'] }).message).to.equal('Not so (epoch)')
  })
})

describe('IncompatibleVersionError', () => {
  it('says what the struct needs and what this decoder knows', () => {
    expect(new IncompatibleVersionError(9, 8, 7, { offset: 2 }))
      .to.include({ structV: 9, structCompat: 8, supported: 7 })
      .and.have.property('message')
      .that.equals('Encoding too new: struct_v 9 needs a decoder of version 8, this one knows 7 at offset 2')
  })
})

import { expect } from 'chai'
import * as codec from '@cephwire/codec'
import * as decodeOnly from '@cephwire/codec/decode-only'
import * as testing from '@cephwire/codec/testing'

describe('@cephwire/codec', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(codec)).to.have.members([
      'BLANK_ADDR',
      'CEPH_FEATURES_ALL',
      'CephError',
      'CephFeature',
      'CodecError',
      'EntityType',
      'IncompatibleVersionError',
      'LimitError',
      'NIL_UUID',
      'Reader',
      'TrailingBytesError',
      'TruncatedError',
      'Writer',
      'compareUtf8',
      'crc32c',
      'crc32cImplementation',
      'crc32cPortable',
      'decode',
      'defaultReaderLimits',
      'encode',
      'entityAddrCodec',
      'entityAddrToJson',
      'entityAddrvecCodec',
      'entityAddrvecToJson',
      'entityNameCodec',
      'entityTypeName',
      'featureNames',
      'formatEntityAddr',
      'formatEntityAddrvec',
      'formatEntityName',
      'formatSockaddr',
      'formatUtime',
      'haveFeature',
      'legacyAddr',
      'msgr2Addr',
      'packed',
      'parseEntityAddr',
      'parseEntityAddrvec',
      'parseEntityName',
      'parseEntityType',
      'parseUuid',
      'sameEntityAddr',
      'sanitizeFeatures',
      'sortedByKey',
      'sortedByNumber',
      'sortedNumbers',
      'utimeCodec',
      'utimeFromMillis',
      'utimeToMillis',
      'uuidCodec'
    ])
  })

  it('exports these from ./decode-only', () => {
    expect(Object.keys(decodeOnly)).to.have.members(['createView'])
  })

  it('exports these from ./testing', () => {
    expect(Object.keys(testing)).to.have.members([
      'acceptedTruncations',
      'checkRoundTrip',
      'createRandom',
      'everySplit',
      'everyTruncation',
      'fromHex',
      'hexDump',
      'toHex'
    ])
  })
})

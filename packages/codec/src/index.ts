export { decode, encode } from './codec.js'
export type { Codec, Decode, Encode } from './codec.js'
export { Reader } from './reader.js'
export { Writer } from './writer.js'
export type { LegacyHeader } from './versioned.js'
export { packed } from './packed.js'
export type { Packed, PackedCodec, PackedFields, PackedKind } from './packed.js'
export { crc32c, crc32cImplementation, crc32cPortable } from './crc32c.js'
export { CEPH_FEATURES_ALL, CephFeature, featureNames, haveFeature, sanitizeFeatures } from './features.js'
export type { CephFeatureName, Features } from './features.js'
export { defaultReaderLimits } from './limits.js'
export type { ReaderLimits } from './limits.js'
export {
  CephError,
  CodecError,
  IncompatibleVersionError,
  LimitError,
  TrailingBytesError,
  TruncatedError
} from './errors.js'
export type { CephErrorOptions, CodecErrorPlace } from './errors.js'
export { EntityType, entityTypeName, parseEntityType } from './types/entity-type.js'
export { entityNameCodec, formatEntityName, parseEntityName } from './types/entity-name.js'
export type { EntityName } from './types/entity-name.js'
export {
  BLANK_ADDR,
  entityAddrCodec,
  formatEntityAddr,
  formatSockaddr,
  parseEntityAddr,
  sameEntityAddr
} from './types/entity-addr.js'
export type { EntityAddr, EntityAddrType } from './types/entity-addr.js'
export {
  entityAddrvecCodec,
  formatEntityAddrvec,
  legacyAddr,
  msgr2Addr,
  parseEntityAddrvec
} from './types/entity-addrvec.js'
export type { EntityAddrvec } from './types/entity-addrvec.js'
export { entityAddrToJson, entityAddrvecToJson } from './types/addr-json.js'
export type { EntityAddrJson, EntityAddrvecJson } from './types/addr-json.js'
export type { Sockaddr } from './types/sockaddr.js'
export { formatUtime, utimeCodec, utimeFromMillis, utimeToMillis } from './types/utime.js'
export type { Utime } from './types/utime.js'
export { NIL_UUID, parseUuid, uuidCodec } from './types/uuid.js'
export type { Uuid } from './types/uuid.js'
export { compareUtf8, sortedByKey, sortedByNumber, sortedNumbers } from './std-order.js'

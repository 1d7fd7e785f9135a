import {
  entityAddrCodec,
  entityAddrToJson,
  entityAddrvecCodec,
  entityAddrvecToJson,
  entityNameCodec,
  entityTypeName,
  utimeCodec,
  uuidCodec
} from '@cephwire/codec'
import { decodable } from './decodable.js'

/** What @cephwire/codec knows. */
export const codecTypes = [
  decodable('entity_addr_t', entityAddrCodec, entityAddrToJson),
  decodable('entity_addrvec_t', entityAddrvecCodec, entityAddrvecToJson),
  decodable('entity_name_t', entityNameCodec, ({ type, num }) => ({ type: entityTypeName(type), num })),
  decodable('utime_t', utimeCodec, ({ sec, nsec }) => ({ seconds: sec, nanoseconds: nsec })),
  decodable('uuid_d', uuidCodec, uuid => ({ uuid }))
]

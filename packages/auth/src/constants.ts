import { EntityType } from '@cephwire/codec'

/** Authentication methods: src/include/ceph_fs.h, CEPH_AUTH_* */
export const AuthMethod = { Unknown: 0, None: 1, Cephx: 2, Gss: 4 } as const
export type AuthMethod = (typeof AuthMethod)[keyof typeof AuthMethod]

/** First byte of an AUTH_REQUEST payload, which is a version at the same time: src/auth/Auth.h, AUTH_MODE_* */
export const AuthMode = { None: 0, Authorizer: 1, Mon: 10 } as const
export type AuthMode = (typeof AuthMode)[keyof typeof AuthMode]

/** What a cephx request asks for: src/auth/cephx/CephxProtocol.h, CEPHX_GET_* */
export const CephxRequestType = {
  GetAuthSessionKey: 0x0100,
  GetPrincipalSessionKey: 0x0200,
  GetRotatingKey: 0x0400
} as const
export type CephxRequestType = (typeof CephxRequestType)[keyof typeof CephxRequestType]

/** Whom a ticket is for, one bit each: the entity types that take tickets, src/include/msgr.h */
export const ServiceId = {
  Mon: EntityType.Mon,
  Mds: EntityType.Mds,
  Osd: EntityType.Osd,
  Mgr: EntityType.Mgr,
  Auth: EntityType.Auth
} as const
export type ServiceId = (typeof ServiceId)[keyof typeof ServiceId]

const serviceIds: ReadonlySet<number> = new Set(Object.values(ServiceId))

export function isServiceId(id: number): id is ServiceId {
  return serviceIds.has(id)
}

/** Ciphers of keys: src/include/ceph_fs.h, CEPH_CRYPTO_*; aes256k since Tentacle */
export const CryptoKeyType = { None: 0, Aes: 1, Aes256k: 2 } as const
export type CryptoKeyType = (typeof CryptoKeyType)[keyof typeof CryptoKeyType]

/**
 * What a ciphertext is for. Keys of type aes256k derive other keys for each; those of type aes do not care.
 * src/auth/cephx/CephxProtocol.h of 20.2
 */
export const CephxKeyUsage = {
  AuthConnectionSecret: 0x03,
  TicketSessionKey: 0x04,
  TicketBlob: 0x05,
  Authorize: 0x10,
  AuthorizeChallenge: 0x11,
  AuthorizeReply: 0x12,
  RotatingSecret: 0x20,
  TicketInfo: 0x30
} as const
export type CephxKeyUsage = (typeof CephxKeyUsage)[keyof typeof CephxKeyUsage]

/** Tells a good decryption from a bad one: src/auth/cephx/CephxProtocol.h */
export const AUTH_ENC_MAGIC = 0xff009cad8826aa55n

/** Tickets of one reply. */
export const MAX_TICKETS = 32

/** Bytes of one ticket, which only its service can read. */
export const MAX_TICKET_BLOB_BYTES = 16_384

/** Bytes of a connection secret: keys and nonces of secure mode take the first 40. */
export const CONNECTION_SECRET_BYTES = { min: 40, max: 256 } as const

/** Bytes of the id of an entity. */
export const MAX_ENTITY_ID_BYTES = 255

/** Bytes of a keyring. */
export const MAX_KEYRING_BYTES = 1_048_576

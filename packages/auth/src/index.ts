export { cephx } from './cephx/cephx-client.js'
export type { CephxAuthenticator, CephxInit } from './cephx/cephx-client.js'
export { cephxService } from './cephx/service-client.js'
export type { CephxServiceInit } from './cephx/service-client.js'
export { authNone } from './none.js'
export type { AuthNoneInit } from './none.js'
export { authNoneService } from './none-service.js'
export type { AuthNoneServiceInit } from './none-service.js'
export { encodeAuthHello } from './mon-authenticator.js'
export type { AuthHello, MonAuthenticator } from './mon-authenticator.js'

export { Keyring } from './keyring.js'
export type { KeyringOptions } from './keyring.js'
export { parseKey } from './parse-key.js'
export { authEntityCodec, formatAuthEntity, parseAuthEntity } from './auth-entity.js'
export type { AuthEntity } from './auth-entity.js'

export { CryptoKey, cryptoKeyCodec } from './crypto-key.js'
export { Ticket } from './ticket.js'
export type { TicketInit } from './ticket.js'
export { TicketStore } from './ticket-store.js'
export type { Reclaim } from './ticket-store.js'
export { Authorizer, buildAuthorizer } from './authorizer.js'
export type { AuthorizerOptions } from './authorizer.js'
export type { RandomBytes } from './random.js'

export { AuthMethod, AuthMode, CephxKeyUsage, CephxRequestType, CryptoKeyType, ServiceId } from './constants.js'
export {
  AuthError,
  AuthMethodRejectedError,
  KeyringError,
  ServerProofError,
  TicketExpiredError,
  authErrnoName
} from './errors.js'
export type { AuthRefusal, KeyringErrorPlace } from './errors.js'

export { calcClientServerChallenge } from './cephx/challenge.js'
export { decodeDecrypt, decodeDecryptEncBl, encodeEncrypt, encodeEncryptEncBl } from './sealed.js'
export {
  cephXAuthenticateCodec,
  cephXChallengeBlobCodec,
  cephXRequestHeaderCodec,
  cephXResponseHeaderCodec,
  cephXServerChallengeCodec,
  cephXServiceTicketCodec,
  cephXServiceTicketInfoCodec,
  cephXServiceTicketRequestCodec,
  cephXTicketBlobCodec
} from './cephx/codecs.js'
export type {
  CephXAuthenticate,
  CephXChallengeBlob,
  CephXRequestHeader,
  CephXResponseHeader,
  CephXServerChallenge,
  CephXServiceTicket,
  CephXServiceTicketInfo,
  CephXServiceTicketRequest,
  CephXTicketBlob
} from './cephx/codecs.js'
export {
  cephXAuthorizeChallengeCodec,
  cephXAuthorizeCodec,
  cephXAuthorizeReplyCodec
} from './cephx/authorize-codecs.js'
export type { CephXAuthorize, CephXAuthorizeChallenge, CephXAuthorizeReply } from './cephx/authorize-codecs.js'
export { authCapsInfoCodec, authTicketCodec, entityAuthCodec } from './cephx/auth-ticket.js'
export type { AuthCapsInfo, AuthTicket, EntityAuth } from './cephx/auth-ticket.js'

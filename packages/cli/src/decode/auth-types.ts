import {
  authCapsInfoCodec,
  authEntityCodec,
  authTicketCodec,
  cephXAuthenticateCodec,
  cephXAuthorizeChallengeCodec,
  cephXAuthorizeCodec,
  cephXAuthorizeReplyCodec,
  cephXChallengeBlobCodec,
  cephXRequestHeaderCodec,
  cephXResponseHeaderCodec,
  cephXServerChallengeCodec,
  cephXServiceTicketCodec,
  cephXServiceTicketInfoCodec,
  cephXServiceTicketRequestCodec,
  cephXTicketBlobCodec,
  cryptoKeyCodec,
  entityAuthCodec
} from '@cephwire/auth'
import { entityTypeName } from '@cephwire/codec'
import { decodable } from './decodable.js'
import { toJson } from './to-json.js'

/** What @cephwire/auth knows. Keys show their type, and never the secret. */
export const authTypes = [
  decodable('AuthCapsInfo', authCapsInfoCodec),
  decodable('AuthTicket', authTicketCodec),
  decodable('CephXAuthenticate', cephXAuthenticateCodec),
  decodable('CephXAuthorize', cephXAuthorizeCodec, ({ authorizerNonce, serverChallengePlusOne }) => ({
    nonce: authorizerNonce,
    have_challenge: serverChallengePlusOne !== undefined,
    server_challenge_plus_one: serverChallengePlusOne ?? 0n
  })),
  decodable('CephXAuthorizeChallenge', cephXAuthorizeChallengeCodec),
  decodable('CephXAuthorizeReply', cephXAuthorizeReplyCodec, ({ noncePlusOne, connectionSecret }) => ({
    nonce_plus_one: noncePlusOne,
    connection_secret: { length: connectionSecret.length }
  })),
  decodable('CephXChallengeBlob', cephXChallengeBlobCodec),
  decodable('CephXRequestHeader', cephXRequestHeaderCodec),
  decodable('CephXResponseHeader', cephXResponseHeaderCodec),
  decodable('CephXServerChallenge', cephXServerChallengeCodec),
  decodable('CephXServiceTicket', cephXServiceTicketCodec, ({ sessionKey, validity }) => ({
    session_key: toJson(sessionKey),
    validity: { seconds: validity.sec, nanoseconds: validity.nsec }
  })),
  decodable('CephXServiceTicketInfo', cephXServiceTicketInfoCodec),
  decodable('CephXServiceTicketRequest', cephXServiceTicketRequestCodec),
  decodable('CephXTicketBlob', cephXTicketBlobCodec),
  decodable('CryptoKey', cryptoKeyCodec, key => ({
    type: key.type,
    type_name: key.typeName,
    created: toJson(key.created),
    secret: { length: key.exportSecret().length }
  })),
  decodable('EntityAuth', entityAuthCodec),
  decodable('EntityName', authEntityCodec, ({ type, id }) => ({ type: entityTypeName(type), id }))
]

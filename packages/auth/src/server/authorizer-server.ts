/*
  The service of an authorizer conversation      src/auth/cephx/CephxAuthorizeHandler.cc

    begin    ←  authorizer                    →  CephXAuthorizeChallenge
    more     ←  authorizer with the answer    →  CephXAuthorizeReply
*/
import { Reader, Writer } from '@cephwire/codec'
import { cephXAuthorizeChallengeCodec, cephXAuthorizeReplyCodec } from '../cephx/authorize-codecs.js'
import { AuthMethod, CephxKeyUsage } from '../constants.js'
import { randomU64, systemRandom } from '../random.js'
import { encodeEncrypt, encodeEncryptEncBl } from '../sealed.js'
import { hiddenSecrets } from '../secrets.js'
import { Errno } from './service-handler.js'
import { verifyAuthorizer } from './verify-authorizer.js'
import type { ConMode } from '@cephwire/messenger'
import type { AuthStep, ServerAuthenticator } from '@cephwire/messenger/accept'
import type { CephXServiceTicketInfo } from '../cephx/codecs.js'
import type { ServiceId } from '../constants.js'
import type { RandomBytes } from '../random.js'
import type { ServiceSecrets } from './key-server.js'
import type { VerifiedAuthorizer } from './verify-authorizer.js'

export interface AuthorizerServerInit {
  /** Whose daemon this is. */
  readonly service: ServiceId
  readonly secrets: ServiceSecrets
  /** Default: secure and crc. */
  readonly modes?: readonly ConMode[] | undefined
  readonly random?: RandomBytes | undefined
}

/** A daemon's side of one connection. */
export interface AuthorizerSession extends ServerAuthenticator {
  /** What the ticket says of the client: name, global_id, caps; undefined before it has been verified. */
  readonly ticket: CephXServiceTicketInfo['ticket'] | undefined
}

const U64 = 0xffffffffffffffffn
const SECURE = 2 satisfies ConMode
const CONNECTION_SECRET_BYTES = 64

/** CEPH_AUTH_CEPHX with clients that show a ticket, for one connection. */
export function createAuthorizerServer(init: AuthorizerServerInit): AuthorizerSession {
  const { service, secrets, modes = [2, 1], random = systemRandom } = init
  let conMode: ConMode | undefined
  let challenge: bigint | undefined
  let ticket: AuthorizerSession['ticket']

  const refuse = (result: number): AuthStep => {
    challenge = undefined
    return { kind: 'bad_method', result, allowedMethods: [AuthMethod.Cephx], allowedModes: modes }
  }
  const verify = (payload: Uint8Array): VerifiedAuthorizer | undefined =>
    verifyAuthorizer(new Reader(payload), secrets, service)

  const done = (verified: VerifiedAuthorizer, conMode: ConMode): AuthStep => {
    const { info, authorize } = verified
    const connectionSecret = random(conMode === SECURE ? CONNECTION_SECRET_BYTES : 0)
    const reply = { noncePlusOne: (authorize.authorizerNonce + 1n) & U64, connectionSecret }
    const w = new Writer()
    encodeEncrypt(w, cephXAuthorizeReplyCodec, reply, info.sessionKey, CephxKeyUsage.AuthorizeReply, random)
    ticket = info.ticket
    const secrets = hiddenSecrets({
      sessionKey: info.sessionKey.exportSecret(),
      signMessage: block => info.sessionKey.sign(block),
      ...(conMode === SECURE ? { connectionSecret } : {})
    })
    return { kind: 'done', globalId: info.ticket.globalId, conMode, payload: w.finish(), secrets }
  }

  return {
    get ticket() {
      return ticket
    },
    begin({ method, preferredModes, payload }) {
      conMode = modes.find(mode => mode === preferredModes.find(wanted => modes.some(mode => mode === wanted)))
      if (conMode === undefined || method !== AuthMethod.Cephx) return refuse(Errno.OpNotSupp)
      const verified = verify(payload)
      if (verified === undefined) return refuse(Errno.Acces)
      challenge = randomU64(random)
      const { sessionKey } = verified.info
      const usage = CephxKeyUsage.AuthorizeChallenge
      const sealed = { serverChallenge: challenge }
      return {
        kind: 'more',
        payload: encodeEncryptEncBl(cephXAuthorizeChallengeCodec, sealed, sessionKey, usage, random)
      }
    },
    more(payload) {
      const verified = verify(payload)
      const expected = challenge === undefined ? undefined : (challenge + 1n) & U64
      challenge = undefined
      if (verified === undefined || conMode === undefined || expected === undefined) return refuse(Errno.Acces)
      if (verified.authorize.serverChallengePlusOne !== expected) return refuse(Errno.Acces)
      return done(verified, conMode)
    }
  }
}

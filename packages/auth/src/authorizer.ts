/*
  CephXAuthorizer                            src/auth/cephx/CephxProtocol.cc
    u8  AUTH_MODE_AUTHORIZER
    u64 global_id
    u32 service_id
    CephXTicketBlob
    bl  CephXAuthorize, encrypted with the ticket's session key
*/
import { inspect } from 'node:util'
import { Reader, Writer } from '@cephwire/codec'
import {
  cephXAuthorizeChallengeCodec,
  cephXAuthorizeCodec,
  cephXAuthorizeReplyCodec
} from './cephx/authorize-codecs.js'
import { cephXTicketBlobCodec } from './cephx/codecs.js'
import { AuthMode, CephxKeyUsage } from './constants.js'
import { ServerProofError } from './errors.js'
import { randomU64, systemRandom } from './random.js'
import { decodeDecrypt, decodeDecryptEncBl, encodeEncrypt } from './sealed.js'
import type { RandomBytes } from './random.js'
import type { Ticket } from './ticket.js'

const U64 = 0xffffffffffffffffn

export interface AuthorizerOptions {
  readonly random?: RandomBytes | undefined
}

/** Shows a ticket to its service and checks that the service could read it. One for each connection. */
export class Authorizer {
  readonly #ticket: Ticket
  readonly #globalId: bigint
  readonly #nonce: bigint
  readonly #random: RandomBytes
  readonly #payload: Uint8Array

  constructor(ticket: Ticket, globalId: bigint, { random = systemRandom }: AuthorizerOptions = {}) {
    this.#ticket = ticket
    this.#globalId = globalId
    this.#random = random
    this.#nonce = randomU64(random)
    this.#payload = this.#build(undefined)
  }

  #build(serverChallengePlusOne: bigint | undefined): Uint8Array {
    const { service, blob, sessionKey } = this.#ticket
    const authorize = { authorizerNonce: this.#nonce, serverChallengePlusOne }
    const w = new Writer()
    w.u8(AuthMode.Authorizer).u64(this.#globalId).u32(service)
    cephXTicketBlobCodec.encode(w, blob, 0n)
    encodeEncrypt(w, cephXAuthorizeCodec, authorize, sessionKey, CephxKeyUsage.Authorize, this.#random)
    return w.finish()
  }

  /** Payload of AUTH_REQUEST. */
  get payload(): Uint8Array {
    return this.#payload
  }

  /**
   * The authorizer once more, with the answer to the service's challenge: payload of AUTH_REQUEST_MORE.
   *
   * @param challenge payload of AUTH_REPLY_MORE: a ciphertext without a length
   * @throws ServerProofError when the challenge was not made with the ticket's session key
   */
  addChallenge(challenge: Uint8Array): Uint8Array {
    const usage = CephxKeyUsage.AuthorizeChallenge
    const key = this.#ticket.sessionKey
    const codec = cephXAuthorizeChallengeCodec
    const { serverChallenge } = decodeDecryptEncBl(codec, challenge, key, usage, 'Challenge')
    return this.#build((serverChallenge + 1n) & U64)
  }

  /**
   * @param reply payload of AUTH_DONE
   * @returns the connection secret, which is there in secure mode only
   * @throws ServerProofError when the service could not read the ticket; CodecError when there is no reply
   */
  verifyReply(reply: Uint8Array): { readonly connectionSecret: Uint8Array | undefined } {
    const usage = CephxKeyUsage.AuthorizeReply
    const key = this.#ticket.sessionKey
    const { noncePlusOne, connectionSecret } = decodeDecrypt(
      new Reader(reply),
      cephXAuthorizeReplyCodec,
      key,
      usage,
      'Authorizer reply'
    )
    if (noncePlusOne !== ((this.#nonce + 1n) & U64)) throw new ServerProofError('Authorizer reply did not verify')
    return { connectionSecret: connectionSecret.length === 0 ? undefined : connectionSecret }
  }

  toString(): string {
    return `Authorizer(service ${this.#ticket.service})`
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

export function buildAuthorizer(ticket: Ticket, globalId: bigint, options: AuthorizerOptions = {}): Authorizer {
  return new Authorizer(ticket, globalId, options)
}

import { EntityType } from '@cephwire/codec'
import { ConMode } from '../constants.js'
import { TagV1 } from '../v1/constants.js'
import type { AuthSecrets } from '../authenticator.js'
import type { AcceptHandshakeInit } from './accept.js'
import type { ServerAuthenticator } from './server-authenticator.js'

/** What to answer to the authorizer of a ceph_msg_connect. */
export type AuthorizerAnswer =
  | { readonly tag: undefined; readonly payload: Uint8Array; readonly globalId: bigint; readonly secrets: AuthSecrets }
  | { readonly tag: TagV1; readonly payload: Uint8Array | undefined }

const EMPTY = new Uint8Array(0)
const REFUSED: AuthorizerAnswer = { tag: TagV1.BadAuthorizer, payload: undefined }

/** The authorizers that come on one connection of msgr1. A monitor takes none: its clients authenticate by messages. */
export class Authorizers {
  readonly #auth: ServerAuthenticator | undefined
  #challenged = false

  constructor({ name, authenticator }: Pick<AcceptHandshakeInit, 'name' | 'authenticator'>) {
    this.#auth = name.type === EntityType.Mon ? undefined : authenticator
  }

  take(
    connect: { readonly authorizerProtocol: number; readonly hostType: number },
    payload: Uint8Array
  ): AuthorizerAnswer {
    const auth = this.#auth
    if (auth === undefined) {
      return payload.length > 0 ? REFUSED : { tag: undefined, payload: EMPTY, globalId: 0n, secrets: {} }
    }
    const { authorizerProtocol: method, hostType: peerType } = connect
    const step = this.#challenged
      ? auth.more(payload)
      : auth.begin({ method, preferredModes: [ConMode.Crc], payload, peerType })
    this.#challenged = step.kind === 'more'
    if (step.kind === 'more') return { tag: TagV1.ChallengeAuthorizer, payload: step.payload }
    if (step.kind === 'bad_method') return REFUSED
    return { tag: undefined, payload: step.payload, globalId: step.globalId, secrets: step.secrets }
  }
}

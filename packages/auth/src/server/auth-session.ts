/*
  One client's authentication with a monitor     src/mon/Monitor.cc, handle_auth_request; src/mon/AuthMonitor.cc, prep_auth

  msgr2, frames:    begin, more … until done or refused; then message(protocol 2) renews tickets
  msgr1, messages:  message(protocol 0), message(protocol 2) … until finished; then the same renews tickets
*/
import { CodecError, haveFeature } from '@cephwire/codec'
import { AuthMethod } from '../constants.js'
import { hiddenSecrets } from '../secrets.js'
import { decodeAuthHello, decodeMonAuthRequest } from './auth-requests.js'
import { Errno } from './service-handler.js'
import type { Features } from '@cephwire/codec'
import type { ConMode } from '@cephwire/messenger'
import type { AuthBegin, AuthStep, ServerAuthenticator } from '@cephwire/messenger/accept'
import type { AuthEntity } from '../auth-entity.js'
import type { GlobalIdStatus, HandlerReply, ServiceHandler } from './service-handler.js'

/** What a session needs of its server. */
export interface AuthSessionInit {
  /** CEPH_AUTH_*, the most wanted first: on msgr1 the server chooses. */
  readonly methods: readonly number[]
  readonly modes: readonly ConMode[]
  readonly allocateGlobalId: () => bigint
  readonly createHandler: (method: number) => ServiceHandler | undefined
  /** What msgr1 clients need for cephx. */
  readonly requiredFeatures: Features
}

/** An MAuth message. */
export interface AuthMessage {
  /** 0 for the first one, then a CEPH_AUTH_*. */
  readonly protocol: number
  readonly payload: Uint8Array
  /** Of the connection; default: all that there are. */
  readonly features?: Features
}

/** The MAuthReply to it. */
export interface AuthMessageReply {
  readonly protocol: number
  /** 0 or a negative errno of Linux. */
  readonly result: number
  readonly globalId: bigint
  readonly payload: Uint8Array
  /** Whether the client has authenticated with this message: monitors send the monmap then. */
  readonly finished: boolean
}

const SECURE = 2 satisfies ConMode
const CRC = 1 satisfies ConMode
/** AuthConnectionMeta::get_connection_secret_length */
const CONNECTION_SECRET_BYTES = 64
const NOTHING = new Uint8Array(0)

export class AuthSession implements ServerAuthenticator {
  readonly #init: AuthSessionInit
  #handler: ServiceHandler | undefined
  #entity: AuthEntity | undefined
  #method: number = AuthMethod.Unknown
  #globalId = 0n
  #conMode: ConMode = CRC
  #authenticated = false

  constructor(init: AuthSessionInit) {
    this.#init = init
  }

  /** Who the client says it is; proved once `authenticated`. */
  get entity(): AuthEntity | undefined {
    return this.#entity
  }

  /** CEPH_AUTH_*; 0 before one was chosen. */
  get method(): number {
    return this.#method
  }

  /** 0 before the client has got one. */
  get globalId(): bigint {
    return this.#globalId
  }

  get authenticated(): boolean {
    return this.#authenticated
  }

  /** `new_not_exposed`: monitors that want to expose insecure clients close such a session at its second message. */
  get globalIdStatus(): GlobalIdStatus {
    return this.#handler?.globalIdStatus ?? 'none'
  }

  begin({ method, preferredModes, payload }: AuthBegin): AuthStep {
    const conMode = preferredModes.find(mode => this.#modes(method).some(allowed => allowed === mode))
    if (conMode === undefined || !this.#init.methods.includes(method)) return this.#badMethod(Errno.OpNotSupp)
    if (this.#handler !== undefined) return this.#badMethod(Errno.Acces)
    try {
      const { entity, globalId } = decodeMonAuthRequest(payload)
      this.#conMode = conMode as ConMode
      return this.#step(this.#start(method, entity, globalId))
    } catch (error) {
      if (error instanceof CodecError) return this.#badMethod(Errno.Acces)
      throw error
    }
  }

  more(payload: Uint8Array): AuthStep {
    // Once authenticated, tickets are asked for by messages.
    if (this.#handler === undefined || this.#authenticated || payload.length === 0) return this.#badMethod(Errno.Acces)
    return this.#step(this.#handler.handle(payload, this.#conMode === SECURE ? CONNECTION_SECRET_BYTES : 0))
  }

  /** Without a key there is nothing to make a secret from. */
  #modes(method: number): readonly ConMode[] {
    return method === AuthMethod.None ? this.#init.modes.filter(mode => mode === CRC) : this.#init.modes
  }

  #badMethod(result: number): AuthStep {
    return { kind: 'bad_method', result, allowedMethods: this.#init.methods, allowedModes: this.#init.modes }
  }

  #start(method: number, entity: AuthEntity, globalId: bigint): HandlerReply {
    const handler = this.#init.createHandler(method)
    if (handler === undefined) return { kind: 'failed', result: Errno.OpNotSupp }
    this.#handler = handler
    this.#method = method
    this.#entity = entity
    const isNewGlobalId = globalId === 0n
    this.#globalId = isNewGlobalId ? this.#init.allocateGlobalId() : globalId
    return handler.start({ entity, globalId: this.#globalId, isNewGlobalId })
  }

  #step(reply: HandlerReply): AuthStep {
    switch (reply.kind) {
      case 'failed':
        return this.#badMethod(reply.result)
      case 'answered':
        return { kind: 'more', payload: reply.payload }
      case 'finished': {
        this.#authenticated = true
        const { payload, sessionKey, connectionSecret } = reply
        const secrets = hiddenSecrets({
          ...(sessionKey === undefined ? {} : { sessionKey: sessionKey.exportSecret() }),
          ...(connectionSecret === undefined || this.#conMode !== SECURE ? {} : { connectionSecret })
        })
        return { kind: 'done', globalId: this.#globalId, conMode: this.#conMode, payload, secrets }
      }
    }
  }

  /** Answers an MAuth: all of an authentication on msgr1, the renewal of tickets on both protocols. */
  message({ protocol, payload, features }: AuthMessage): AuthMessageReply {
    if (this.#handler !== undefined) return this.#reply(protocol, this.#handler.handle(payload, undefined))
    if (protocol !== AuthMethod.Unknown) return this.#reply(protocol, { kind: 'failed', result: Errno.Inval })
    try {
      const { methods, entity, globalId } = decodeAuthHello(payload)
      const method = this.#pick(methods, features)
      if (method === undefined) return this.#reply(protocol, { kind: 'failed', result: Errno.OpNotSupp })
      return this.#reply(method, this.#start(method, entity, globalId))
    } catch (error) {
      if (error instanceof CodecError) return this.#reply(protocol, { kind: 'failed', result: Errno.Inval })
      throw error
    }
  }

  #pick(methods: readonly number[], features: Features | undefined): number | undefined {
    const { requiredFeatures } = this.#init
    const able = (method: number): boolean =>
      method !== AuthMethod.Cephx || features === undefined || haveFeature(features, requiredFeatures)
    return this.#init.methods.find(method => methods.includes(method) && able(method))
  }

  #reply(protocol: number, reply: HandlerReply): AuthMessageReply {
    const globalId = this.#globalId
    if (reply.kind === 'failed') {
      return { protocol, result: reply.result, globalId, payload: NOTHING, finished: false }
    }
    const finished = reply.kind === 'finished' && !this.#authenticated
    if (finished) this.#authenticated = true
    return { protocol, result: 0, globalId, payload: reply.payload, finished }
  }
}

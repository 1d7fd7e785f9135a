import { AuthMethod } from './constants.js'
import { AuthError, AuthMethodRejectedError } from './errors.js'
import { encodeAuthHello, encodeMonAuthRequest } from './mon-authenticator.js'
import { formatAuthEntity } from './auth-entity.js'
import { checkConMode } from './secrets.js'
import type { AuthEntity } from './auth-entity.js'
import type { MonAuthenticator } from './mon-authenticator.js'

export interface AuthNoneInit {
  readonly entity: AuthEntity
  /** An old global_id to go on with; default: a new one. */
  readonly globalId?: bigint
}

/** CEPH_AUTH_NONE: says who it is, proves nothing, and is proved nothing. In crc mode only. */
export function authNone({ entity, globalId = 0n }: AuthNoneInit): MonAuthenticator {
  const method = AuthMethod.None
  return {
    method,
    entity,
    start: () => encodeMonAuthRequest(entity, globalId),
    hello: (methods = [method]) => encodeAuthHello({ methods, entity, globalId }),
    more() {
      throw new AuthError('The monitor asks for more, and method none has nothing to say')
    },
    done(_payload, { conMode }) {
      checkConMode(conMode, false)
      return {}
    },
    refused: refusal => new AuthMethodRejectedError({ ...refusal, entity: formatAuthEntity(entity) })
  }
}

/*
  AuthNoneAuthorizer                         src/auth/none/AuthNoneProtocol.h
    u8  AUTH_MODE_AUTHORIZER
    EntityName
    u64 global_id
*/
import { Writer } from '@cephwire/codec'
import { authEntityCodec } from './auth-entity.js'
import { AuthMethod, AuthMode } from './constants.js'
import { AuthError, AuthMethodRejectedError } from './errors.js'
import { checkConMode } from './secrets.js'
import { serviceName } from './services.js'
import type { ClientAuthenticator } from '@cephwire/messenger'
import type { AuthEntity } from './auth-entity.js'
import type { ServiceId } from './constants.js'

export interface AuthNoneServiceInit {
  readonly entity: AuthEntity
  /** As a monitor gave it. */
  readonly globalId: bigint
  readonly service: ServiceId
}

/** CEPH_AUTH_NONE with a manager, OSD or MDS: says who it is, proves nothing. In crc mode only. */
export function authNoneService({ entity, globalId, service }: AuthNoneServiceInit): ClientAuthenticator {
  return {
    method: AuthMethod.None,
    start() {
      const w = new Writer()
      w.u8(AuthMode.Authorizer)
      authEntityCodec.encode(w, entity, 0n)
      return w.u64(globalId).finish()
    },
    more() {
      throw new AuthError('The daemon asks for more, and method none has nothing to say')
    },
    done(_payload, { conMode }) {
      checkConMode(conMode, false)
      return {}
    },
    refused: refusal => new AuthMethodRejectedError({ ...refusal, service: serviceName(service) })
  }
}

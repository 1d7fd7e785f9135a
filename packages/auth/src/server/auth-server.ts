import { CephFeature } from '@cephwire/codec'
import { AuthMethod } from '../constants.js'
import { CryptoKey } from '../crypto-key.js'
import { systemRandom } from '../random.js'
import { AuthSession } from './auth-session.js'
import { CephxHandler } from './cephx-handler.js'
import { KeyServer } from './key-server.js'
import { createNoneHandler } from './none-handler.js'
import type { Features } from '@cephwire/codec'
import type { Clock, ConMode } from '@cephwire/messenger'
import type { AuthEntity } from '../auth-entity.js'
import type { RandomBytes } from '../random.js'
import type { ServerEntity } from './caps.js'

export interface AuthServerInit {
  /** Looks an entity up, each time that it is needed. */
  readonly keys: (entity: AuthEntity) => ServerEntity | undefined
  /** auth_client_required, the most wanted first. Default: cephx. */
  readonly methods?: readonly AuthMethod[] | undefined
  /** ms_mon_service_mode; which of them is taken is up to the client. Default: secure and crc. */
  readonly modes?: readonly ConMode[] | undefined
  /** Monitors of one cluster share it. Default: one of its own. */
  readonly keyServer?: KeyServer | undefined
  /** A global_id that nobody has had before; monitors of one cluster share it. Default: counts from 4100. */
  readonly allocateGlobalId?: (() => bigint) | undefined
  /** Milliseconds since 1970; default: the system's. */
  readonly clock?: Pick<Clock, 'now'> | undefined
  readonly random?: RandomBytes | undefined
  /** auth_allow_insecure_global_id_reclaim. Default false. */
  readonly allowInsecureGlobalIdReclaim?: boolean | undefined
  /** Features that a msgr1 client needs for cephx. Default: CEPHX_V2, as cephx_require_version = 2. */
  readonly requiredFeatures?: Features | undefined
}

/** The server half of cephx and none, as a monitor has it. */
export interface AuthServer {
  readonly keyServer: KeyServer
  /** For one connection. */
  session(): AuthSession
}

const FIRST_GLOBAL_ID = 4100n

export function createAuthServer(init: AuthServerInit): AuthServer {
  const { methods = [AuthMethod.Cephx], modes = [2, 1], clock, random = systemRandom } = init
  const keyServer = init.keyServer ?? new KeyServer({ clock, random })
  const decoyKey = CryptoKey.generate(keyServer.keyType, { random })
  const now = clock === undefined ? () => Date.now() : () => clock.now()
  let nextGlobalId = FIRST_GLOBAL_ID
  const handlerInit = {
    keys: init.keys,
    keyServer,
    decoyKey,
    now,
    random,
    allowInsecureGlobalIdReclaim: init.allowInsecureGlobalIdReclaim ?? false
  }
  const sessionInit = {
    methods,
    modes,
    allocateGlobalId: init.allocateGlobalId ?? (() => nextGlobalId++),
    createHandler: (method: number) =>
      method === AuthMethod.Cephx
        ? new CephxHandler(handlerInit)
        : method === AuthMethod.None
          ? createNoneHandler()
          : undefined,
    requiredFeatures: init.requiredFeatures ?? CephFeature.CEPHX_V2
  }
  return { keyServer, session: () => new AuthSession(sessionInit) }
}

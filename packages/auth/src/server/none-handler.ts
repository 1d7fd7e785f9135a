import { failed, Errno } from './service-handler.js'
import type { GlobalIdStatus, ServiceHandler } from './service-handler.js'

const NOTHING = new Uint8Array(0)

/** CEPH_AUTH_NONE: believes everybody. src/auth/none/AuthNoneServiceHandler.h */
export function createNoneHandler(): ServiceHandler {
  let globalIdStatus: GlobalIdStatus = 'none'
  return {
    get globalIdStatus() {
      return globalIdStatus
    },
    start({ isNewGlobalId }) {
      globalIdStatus = isNewGlobalId ? 'new_ok' : 'reclaim_insecure'
      return { kind: 'finished', payload: NOTHING }
    },
    handle: () => failed(Errno.Inval)
  }
}

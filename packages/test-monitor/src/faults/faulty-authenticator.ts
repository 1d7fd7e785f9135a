import type { AuthSession } from '@cephwire/auth/server'
import type { ServerAuthenticator } from '@cephwire/messenger/accept'
import type { ConnectionFaults } from './faults.js'

/** u8 mode, u32 type, string id, u64 global_id: where the global_id of an AUTH_REQUEST stands. */
const ID_AT = 5
const EACCES = -13

/** Refuses those who want their old global_id back, when the faults say so. */
export function faultyAuthenticator(session: AuthSession, faults: ConnectionFaults): ServerAuthenticator {
  return {
    begin(request) {
      const { refuseReclaim = false } = faults.current
      if (!refuseReclaim || !reclaims(request.payload)) return session.begin(request)
      return { kind: 'bad_method', result: EACCES, allowedMethods: [request.method], allowedModes: [2, 1] }
    },
    more: payload => session.more(payload)
  }
}

function reclaims(payload: Uint8Array): boolean {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  const at = payload.length < ID_AT + 4 ? payload.length : ID_AT + 4 + view.getUint32(ID_AT, true)
  return at + 8 <= payload.length && view.getBigUint64(at, true) !== 0n
}

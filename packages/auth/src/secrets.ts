import { LimitError } from '@cephwire/codec'
import { CONNECTION_SECRET_BYTES } from './constants.js'
import { AuthError } from './errors.js'
import type { AuthSecrets, ConMode } from '@cephwire/messenger'

/** src/include/msgr.h, CEPH_CON_MODE_*; the messenger's table cannot be imported, only its types */
const CON_MODE_CRC = 1 satisfies ConMode
const CON_MODE_SECURE = 2 satisfies ConMode

/** @throws AuthError when the mode that the peer chose is none, or not one of those the method can do */
export function checkConMode(conMode: number, canSecure = true): void {
  if (conMode === CON_MODE_CRC || (conMode === CON_MODE_SECURE && canSecure)) return
  throw new AuthError(`The peer chose connection mode ${conMode}, which this method does not have`)
}

export function isSecure(conMode: number): boolean {
  return conMode === CON_MODE_SECURE
}

/**
 * @throws AuthError when secure mode has no secret or too short a one; LimitError when it is too long
 */
export function checkConnectionSecret(secret: Uint8Array | undefined): Uint8Array {
  const { min, max } = CONNECTION_SECRET_BYTES
  if (secret === undefined) throw new AuthError('Secure mode without a connection secret')
  if (secret.length < min)
    throw new AuthError(`A connection secret of ${secret.length} bytes is too short: need ${min}`)
  if (secret.length > max)
    throw new LimitError(`A connection secret of ${secret.length} bytes is over the limit of ${max}`)
  return secret.slice()
}

/** Properties that can be read but do not show when the object is printed. */
export function hiddenSecrets(secrets: AuthSecrets): AuthSecrets {
  const hidden = {}
  for (const [name, value] of Object.entries(secrets)) Object.defineProperty(hidden, name, { value })
  return hidden
}

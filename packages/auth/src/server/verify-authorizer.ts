/*
  cephx_decode_ticket, cephx_verify_authorizer    src/auth/cephx/CephxProtocol.cc
  The layout of an authorizer is above ../authorizer.ts.
*/
import { CodecError } from '@cephwire/codec'
import { cephXAuthorizeCodec } from '../cephx/authorize-codecs.js'
import { cephXServiceTicketInfoCodec, cephXTicketBlobCodec } from '../cephx/codecs.js'
import { AuthMode, CephxKeyUsage } from '../constants.js'
import { ServerProofError } from '../errors.js'
import { decodeDecrypt, decodeDecryptEncBl } from '../sealed.js'
import type { Reader } from '@cephwire/codec'
import type { CephXAuthorize } from '../cephx/authorize-codecs.js'
import type { CephXServiceTicketInfo, CephXTicketBlob } from '../cephx/codecs.js'
import type { ServiceSecrets } from './key-server.js'

/** What is inside a ticket; undefined when it was not made with a secret that the service still has. */
export function decodeTicket(
  secrets: ServiceSecrets,
  service: number,
  { secretId, blob }: CephXTicketBlob
): CephXServiceTicketInfo | undefined {
  const secret = secrets.serviceSecret(service, secretId)
  if (secret === undefined) return undefined
  return orUndefined(() =>
    decodeDecryptEncBl(cephXServiceTicketInfoCodec, blob, secret, CephxKeyUsage.TicketInfo, 'Ticket')
  )
}

/** An authorizer whose ticket is good and whose bearer has the session key. */
export interface VerifiedAuthorizer {
  readonly info: CephXServiceTicketInfo
  readonly authorize: CephXAuthorize
}

/**
 * Reads an authorizer and leaves the cursor behind it.
 *
 * @param service whom it has to be for
 * @returns undefined when it is not good, whatever the reason
 */
export function verifyAuthorizer(r: Reader, secrets: ServiceSecrets, service: number): VerifiedAuthorizer | undefined {
  return orUndefined(() => {
    const mode = r.u8()
    const globalId = r.u64()
    const forService = r.u32()
    const blob = cephXTicketBlobCodec.decode(r)
    if (mode !== AuthMode.Authorizer || forService !== service) return undefined
    const info = decodeTicket(secrets, service, blob)
    if (info === undefined || info.ticket.globalId !== globalId) return undefined
    const authorize = decodeDecrypt(r, cephXAuthorizeCodec, info.sessionKey, CephxKeyUsage.Authorize, 'Authorizer')
    return { info, authorize }
  })
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof CodecError || error instanceof ServerProofError) return undefined
    throw error
  }
}

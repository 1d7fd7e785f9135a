/*
  AUTH_REQUEST … AUTH_DONE                   src/msg/async/ProtocolV2.cc, handle_auth_request and what follows

    client: AUTH_REQUEST                      server: AUTH_BAD_METHOD, and the client may ask anew
                                                      AUTH_REPLY_MORE
    client: AUTH_REQUEST_MORE                         AUTH_BAD_METHOD, the end
                                                      AUTH_DONE and, without waiting, AUTH_SIGNATURE
    client: AUTH_SIGNATURE
*/
import { timingSafeEqual } from 'node:crypto'
import { ConMode, Tag } from '../constants.js'
import {
  authBadMethodCodec,
  authDoneCodec,
  authMoreCodec,
  authRequestCodec,
  authSignatureCodec
} from '../control/auth.js'
import {
  AuthRefusedError,
  ConModeError,
  FrameIntegrityError,
  MalformedFrameError,
  UnexpectedFrameError
} from '../errors.js'
import { sign } from '../handshake/authenticate.js'
import { CONNECTION_SECRET_BYTES, secureOpen, secureSeal } from '../onwire/secure.js'
import { afterRefusal } from './after-refusal.js'
import type { AuthSecrets } from '../authenticator.js'
import type { FrameStream } from '../frame-stream.js'
import type { Authenticated } from '../handshake/authenticate.js'
import type { Revision } from '../onwire/seal.js'
import type { AuthStep, ServerAuthenticator } from './server-authenticator.js'

type Done = AuthStep & { readonly kind: 'done' }
type BadMethod = AuthStep & { readonly kind: 'bad_method' }

/** AUTH_REQUESTs of one connection: each may try another method. */
const MAX_REQUESTS = 3

export interface AuthenticateInit {
  readonly peerType: number
  readonly revision: Revision
}

/** Lets the peer authenticate, then AUTH_SIGNATURE of both sides under the new protection. */
export async function authenticate(
  stream: FrameStream,
  auth: ServerAuthenticator,
  init: AuthenticateInit
): Promise<Authenticated> {
  for (let requests = 1; ; requests++) {
    stream.place.phase = 'AUTH_ACCEPTING'
    const { body } = await stream.read(Tag.AuthRequest)
    const request = stream.parse(Tag.AuthRequest, authRequestCodec, body)
    const { method, payload } = request
    const preferredModes = possible(request.preferredModes, init.revision)
    let step = auth.begin({ method, preferredModes, payload, peerType: init.peerType })
    const begun = step.kind !== 'bad_method'
    for (let round = 0; step.kind === 'more'; round++) {
      if (round >= stream.limits.maxAuthRounds) {
        throw new UnexpectedFrameError(Tag.AuthRequestMore, stream.place, `came more than ${round} times`)
      }
      step = await more(stream, auth, step.payload)
    }
    if (step.kind === 'done') return finish(stream, step, preferredModes)
    const refusal = await refuse(stream, method, step, init.revision)
    await afterRefusal(stream, refusal)
    if (begun || requests === MAX_REQUESTS) throw refusal
  }
}

/** Secure frames of revision 0 repeat their nonces (CVE-2020-1759): never taken. */
function possible(modes: readonly number[], revision: Revision): readonly number[] {
  return revision === 1 ? modes : modes.filter(mode => mode !== ConMode.Secure)
}

async function more(stream: FrameStream, auth: ServerAuthenticator, payload: Uint8Array): Promise<AuthStep> {
  await stream.write(Tag.AuthReplyMore, authMoreCodec, payload)
  stream.place.phase = 'AUTH_ACCEPTING_MORE'
  const { tag, body } = await stream.read(Tag.AuthRequestMore)
  return auth.more(stream.parse(tag, authMoreCodec, body))
}

async function refuse(
  stream: FrameStream,
  method: number,
  step: BadMethod,
  revision: Revision
): Promise<AuthRefusedError> {
  const { result, allowedMethods } = step
  const allowedModes = possible(step.allowedModes, revision)
  await stream.write(Tag.AuthBadMethod, authBadMethodCodec, { method, result, allowedMethods, allowedModes })
  return new AuthRefusedError({ result, allowedMethods, allowedModes }, stream.place)
}

async function finish(stream: FrameStream, step: Done, preferredModes: readonly number[]): Promise<Authenticated> {
  const { globalId, conMode, payload, secrets } = step
  if (!preferredModes.includes(conMode)) throw ConModeError.notOffered(conMode, preferredModes, stream.place)
  await stream.write(Tag.AuthDone, authDoneCodec, { globalId, conMode, payload })
  const transcript = stream.endTranscript()
  if (conMode === ConMode.Secure) protect(stream, secrets)

  stream.place.phase = 'AUTH_ACCEPTING_SIGN'
  await stream.write(Tag.AuthSignature, authSignatureCodec, sign(secrets, transcript.received))
  const { body } = await stream.read(Tag.AuthSignature)
  const signature = stream.parse(Tag.AuthSignature, authSignatureCodec, body)
  if (!timingSafeEqual(signature, sign(secrets, transcript.sent)))
    throw new FrameIntegrityError('signature', stream.place)
  return { globalId, conMode }
}

function protect(stream: FrameStream, { connectionSecret }: AuthSecrets): void {
  if (connectionSecret === undefined || connectionSecret.length < CONNECTION_SECRET_BYTES) {
    throw new MalformedFrameError('The authenticator chose secure mode without a connection secret', stream.place)
  }
  stream.protect(secureSeal(connectionSecret, 'server'), secureOpen(connectionSecret, 'server', stream.place))
}

import { createHmac, timingSafeEqual } from 'node:crypto'
import { ConMode, Tag, conModeName } from '../constants.js'
import {
  SIGNATURE_BYTES,
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
import { CONNECTION_SECRET_BYTES, secureOpen, secureSeal } from '../onwire/secure.js'
import type { AuthBadMethod, AuthSecrets, ClientAuthenticator } from '../authenticator.js'
import type { FrameStream } from '../frame-stream.js'
import type { Revision } from '../onwire/seal.js'

/** What authentication has settled. */
export interface Authenticated {
  readonly globalId: bigint
  readonly conMode: ConMode
}

/** AUTH_REQUEST … AUTH_DONE, then AUTH_SIGNATURE of both sides under the new protection. */
export async function authenticate(
  stream: FrameStream,
  auth: ClientAuthenticator,
  modes: readonly ConMode[],
  revision: Revision
): Promise<Authenticated> {
  const offered = offerable(stream, modes, revision)
  stream.place.phase = 'AUTH_CONNECTING'
  await stream.write(Tag.AuthRequest, authRequestCodec, {
    method: auth.method,
    preferredModes: offered,
    payload: auth.start()
  })
  for (let round = 0; ; round++) {
    const { tag, body } = await stream.read(Tag.AuthDone, Tag.AuthReplyMore, Tag.AuthBadMethod)
    if (tag === Tag.AuthDone) return finish(stream, auth, offered, body)
    if (tag === Tag.AuthBadMethod) {
      throw refused(stream, auth, offered, stream.parse(tag, authBadMethodCodec, body))
    }
    if (round >= stream.limits.maxAuthRounds) {
      throw new UnexpectedFrameError(tag, stream.place, `came more than ${stream.limits.maxAuthRounds} times`)
    }
    await stream.write(Tag.AuthRequestMore, authMoreCodec, auth.more(stream.parse(tag, authMoreCodec, body)))
  }
}

/** What an AUTH_BAD_METHOD means: where the method would do and only the modes do not, the authenticator is not to blame. */
function refused(
  stream: FrameStream,
  auth: ClientAuthenticator,
  offered: readonly ConMode[],
  refusal: AuthBadMethod
): Error {
  const { allowedMethods, allowedModes } = refusal
  if (allowedMethods.includes(auth.method) && !offered.some(mode => allowedModes.includes(mode))) {
    return ConModeError.notAllowed(allowedModes, offered, stream.place)
  }
  return auth.refused?.(refusal) ?? new AuthRefusedError(refusal, stream.place)
}

/** Secure frames of revision 0 use a 32-bit counter and so repeat their nonces (CVE-2020-1759): never offered. */
function offerable(stream: FrameStream, modes: readonly ConMode[], revision: Revision): readonly ConMode[] {
  const offered = revision === 1 ? modes : modes.filter(mode => mode !== ConMode.Secure)
  if (offered.length > 0) return offered
  throw new ConModeError(
    modes.length === 0
      ? 'No connection mode is allowed'
      : 'The peer speaks msgr2.0 only, whose secure mode repeats its nonces (CVE-2020-1759): upgrade it or allow crc mode',
    stream.place
  )
}

async function finish(
  stream: FrameStream,
  auth: ClientAuthenticator,
  offered: readonly ConMode[],
  body: Uint8Array
): Promise<Authenticated> {
  const done = stream.parse(Tag.AuthDone, authDoneCodec, body)
  const conMode = offered.find(mode => mode === done.conMode)
  if (conMode === undefined) throw ConModeError.notOffered(done.conMode, offered, stream.place)
  const secrets = auth.done(done.payload, { globalId: done.globalId, conMode })
  const transcript = stream.endTranscript()
  if (conMode === ConMode.Secure) protect(stream, secrets)

  stream.place.phase = 'AUTH_CONNECTING_SIGN'
  await stream.write(Tag.AuthSignature, authSignatureCodec, sign(secrets, transcript.received))
  const { body: signature } = await stream.read(Tag.AuthSignature)
  if (signature.length !== SIGNATURE_BYTES || !timingSafeEqual(signature, sign(secrets, transcript.sent))) {
    throw new FrameIntegrityError('signature', stream.place)
  }
  stream.authenticated()
  return { globalId: done.globalId, conMode }
}

function protect(stream: FrameStream, { connectionSecret }: AuthSecrets): void {
  if (connectionSecret === undefined || connectionSecret.length < CONNECTION_SECRET_BYTES) {
    throw new MalformedFrameError(
      `The peer chose ${conModeName(ConMode.Secure)} mode without a connection secret of ${CONNECTION_SECRET_BYTES} bytes`,
      stream.place
    )
  }
  stream.protect(secureSeal(connectionSecret, 'client'), secureOpen(connectionSecret, 'client', stream.place))
}

/** HMAC-SHA256 over raw bytes; zeros where the method has no session key. */
export function sign({ sessionKey }: AuthSecrets, bytes: readonly Uint8Array[]): Uint8Array {
  if (sessionKey === undefined) return new Uint8Array(SIGNATURE_BYTES)
  const hmac = createHmac('sha256', sessionKey)
  for (const piece of bytes) hmac.update(piece)
  return hmac.digest()
}

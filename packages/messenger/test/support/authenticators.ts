import type { AuthSecrets, ClientAuthenticator } from '@cephwire/messenger'
import { ascii, pattern } from './bytes.js'

/** What the scripted authentication ends in; the scripted server knows it too. */
export const secrets: Required<Omit<AuthSecrets, 'signMessage'>> = {
  sessionKey: pattern(16, 3),
  connectionSecret: pattern(64, 90)
}

/** Says fixed things and takes whatever comes for an answer. */
export function scriptedAuthenticator(overrides: Partial<ClientAuthenticator> = {}): ClientAuthenticator {
  return { method: 2, start: () => ascii('start'), more: () => ascii('more'), done: () => secrets, ...overrides }
}

/** CEPH_AUTH_NONE: no session key, so signatures are zeros. */
export function noneAuthenticator(): ClientAuthenticator {
  return { method: 1, start: () => ascii('start'), more: refuse, done: () => ({}) }
}

function refuse(): never {
  throw new Error('Method none has nothing to say')
}

export { ConMode, Tag, conModeName, tagName } from './constants.js'
export type { AuthBadMethod, AuthDoneResult, AuthSecrets, ClientAuthenticator } from './authenticator.js'
export { systemClock } from './clock.js'
export type { Clock } from './clock.js'

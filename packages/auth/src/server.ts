/*
  The server half of cephx and none: for servers that are made for tests, such as a monitor in the same process.

    const server = createAuthServer({ keys: entity => keyring.get(entity), … })
    const session = server.session()           // one for each connection: the `authenticator` of accept()
    session.message({ protocol, payload })     // MAuth: authentication on msgr1, renewal of tickets on both protocols
*/
export { createAuthServer } from './server/auth-server.js'
export type { AuthServer, AuthServerInit } from './server/auth-server.js'
export { AuthSession } from './server/auth-session.js'
export type { AuthMessage, AuthMessageReply } from './server/auth-session.js'
export { KeyServer } from './server/key-server.js'
export type { KeyServerInit, ServiceSecret, ServiceSecrets } from './server/key-server.js'
export { createAuthorizerServer } from './server/authorizer-server.js'
export type { AuthorizerServerInit, AuthorizerSession } from './server/authorizer-server.js'
export { decodeTicket, verifyAuthorizer } from './server/verify-authorizer.js'
export type { VerifiedAuthorizer } from './server/verify-authorizer.js'
export type { ServerEntity } from './server/caps.js'
export type { GlobalIdStatus } from './server/service-handler.js'

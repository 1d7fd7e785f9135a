/*
  The server half of msgr2 and msgr1: for servers that are made for tests, such as a monitor in the same process.

    const server = createServer(async socket => {
      const connection = await accept(socketTransport(socket, remoteAddr(socket, 'msgr2')), {
        protocol: 'msgr2',
        addrs,                                  // our own, as the monmap has them
        name: { type: EntityType.Mon, num: 0n },
        authenticator: authServer.session()     // of @cephwire/auth/server, a new one for each connection
      })
      for await (const message of connection) …
    })

  `connection.peer` is what the client has said of itself (CLIENT_IDENT): name with its global_id, addrs, features.

  Faults are put in from outside. A Transport of one's own sees the bytes: drop after so many, cut, stall. `wrapWire`
  sees messages and the pieces that each becomes, after the handshake: drop after so many messages, corrupt one, leave
  out a sequence number, never answer a KEEPALIVE2. The diagnostics channels `ceph:msgr:frame:in` and `…:out` tell of
  each frame by the peer's address.
*/
export { accept } from './accept.js'
export type { AcceptInit } from './accept.js'
export type { AuthBegin, AuthStep, ServerAuthenticator } from './server-authenticator.js'
export { remoteAddr } from './socket-addr.js'
export type { Established, Wire, WireEvent } from '../wire.js'
export type { Revision } from '../onwire/seal.js'

import type { EntityAddr, EntityAddrType } from '@cephwire/codec'
import type { Socket } from 'node:net'

/** An IPv4 address as a socket has it that listens on IPv6. */
const MAPPED = /^::ffff:(?=\d+\.)/i

type RemoteEnd = { readonly [K in 'remoteAddress' | 'remotePort']: Socket[K] | undefined }

/** Where an accepted socket comes from: `remote` of its transport. */
export function remoteAddr(socket: RemoteEnd, type: EntityAddrType): EntityAddr {
  const host = (socket.remoteAddress ?? '').replace(MAPPED, '').replace(/%.*$/, '')
  return { type, nonce: 0, host, port: socket.remotePort ?? 0 }
}

import { createServer } from 'node:net'
import { remoteAddr } from '@cephwire/messenger/accept'
import { socketTransport } from '@cephwire/messenger'
import type { AddressInfo } from 'node:net'
import type { Transport } from '@cephwire/messenger'

/** A port that is listened on. */
export interface ListeningPort {
  readonly port: number
  /** Takes no more connections; resolves when those that there were are closed, too. */
  close(): Promise<void>
}

/**
 * Listens at an address, at any free port for port 0, and hands over each connection: its `remote` is who has connected.
 * Rejects when the port is taken.
 */
export type Listen = (
  at: { readonly host: string; readonly port: number },
  onTransport: (transport: Transport) => void
) => Promise<ListeningPort>

/** Listens on TCP. */
export const listenTcp: Listen = async (at, onTransport) => {
  const server = createServer({ noDelay: true }, socket =>
    onTransport(socketTransport(socket, remoteAddr(socket, 'any')))
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: at.host, port: at.port }, resolve)
  })
  // An error of a listening server, such as too many open files, costs the connection and not the process.
  server.on('error', () => undefined)
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise(resolve => server.close(() => resolve()))
  }
}

import { Socket } from 'node:net'
import { SocketChunks } from './socket-chunks.js'
import type { EntityAddr } from '@cephwire/codec'
import type { Dial, Transport } from './transport.js'

export interface TcpDialOptions {
  /** Whether a connection keeps the process alive. Default: it does. */
  readonly ref?: boolean
}

/** Dials TCP with Node's sockets: without Nagle's delay, closed when both sides have ended. */
export const dialTcp: Dial = createTcpDial()

/** A dial such as {@link dialTcp}, with other properties. */
export function createTcpDial({ ref = true }: TcpDialOptions = {}): Dial {
  return (addr, { signal }) => dial(addr, signal, ref)
}

function dial(addr: EntityAddr, signal: AbortSignal, ref: boolean): Promise<Transport> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error)
      return
    }
    // Node would dial this machine.
    if (addr.host === '') {
      reject(new Error('The address has no host'))
      return
    }
    const socket = new Socket().setNoDelay()
    if (!ref) socket.unref()
    const abort = (): void => fail(signal.reason as Error)
    const fail = (cause: Error): void => {
      signal.removeEventListener('abort', abort)
      socket.destroy()
      reject(cause)
    }
    signal.addEventListener('abort', abort, { once: true })
    socket.once('error', fail)
    socket.once('connect', () => {
      signal.removeEventListener('abort', abort)
      socket.removeListener('error', fail)
      resolve(socketTransport(socket, addr))
    })
    try {
      socket.connect({ host: addr.host, port: addr.port })
    } catch (cause) {
      fail(cause as Error)
    }
  })
}

/** A transport over a connected socket, which it owns from then on. */
export function socketTransport(socket: Socket, remote: EntityAddr): Transport {
  // An error without a listener would end the process; whoever reads or writes learns of it there.
  socket.on('error', () => undefined)
  return {
    remote,
    chunks: new SocketChunks(socket),
    write: bytes => writeSocket(socket, bytes),
    destroy: cause => void socket.destroy(cause)
  }
}

function writeSocket(socket: Socket, bytes: Uint8Array): Promise<void> {
  if (socket.destroyed) return Promise.reject(socket.errored ?? new Error('The socket is closed'))
  return new Promise((resolve, reject) => {
    socket.write(bytes, error => {
      // A write that is given up half-way is no error to Node.
      if (error == null && !socket.destroyed) resolve()
      else reject(socket.errored ?? error ?? new Error('The socket was closed'))
    })
  })
}

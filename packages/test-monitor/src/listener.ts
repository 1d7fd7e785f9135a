import { createServer } from 'node:net'
import { TestMonitorError } from './errors.js'
import type { AddressInfo, Server, Socket } from 'node:net'

/** A port that a monitor listens on, also after it was stopped and started. */
export class Listener {
  readonly host: string
  readonly #onSocket: (socket: Socket) => void
  #server: Server | undefined
  #port: number

  /** @param port 0: any that is free */
  constructor(host: string, port: number, onSocket: (socket: Socket) => void) {
    this.host = host
    this.#port = port
    this.#onSocket = onSocket
  }

  /** 0 before the first start, if any would do. */
  get port(): number {
    return this.#port
  }

  /** @throws TestMonitorError when the port is taken */
  async start(): Promise<void> {
    if (this.#server !== undefined) return
    const server = createServer({ noDelay: true }, this.#onSocket)
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen({ host: this.host, port: this.#port }, resolve)
      })
    } catch (cause) {
      throw new TestMonitorError(`Cannot listen on ${this.host} port ${this.#port}`, { cause })
    }
    // An error of a listening server, such as too many open files, costs the connection and not the process.
    server.on('error', () => undefined)
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** Takes no more connections. Those that there are must have been closed. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (server !== undefined) await new Promise<void>(resolve => server.close(() => resolve()))
  }
}

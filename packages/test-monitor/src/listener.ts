import { TestMonitorError } from './errors.js'
import type { Transport } from '@cephwire/messenger'
import type { Listen, ListeningPort } from './listen.js'

export interface ListenerInit {
  readonly listen: Listen
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  readonly onTransport: (transport: Transport) => void
}

/** A port that a monitor listens on, also after it was stopped and started. */
export class Listener {
  readonly host: string
  readonly #listen: Listen
  readonly #onTransport: (transport: Transport) => void
  #listening: ListeningPort | undefined
  #port: number

  constructor({ listen, host, port, onTransport }: ListenerInit) {
    this.host = host
    this.#listen = listen
    this.#port = port
    this.#onTransport = onTransport
  }

  /** 0 before the first start, if any would do. */
  get port(): number {
    return this.#port
  }

  /** @throws TestMonitorError when the port is taken */
  async start(): Promise<void> {
    if (this.#listening !== undefined) return
    try {
      this.#listening = await this.#listen({ host: this.host, port: this.#port }, this.#onTransport)
    } catch (cause) {
      throw new TestMonitorError(`Cannot listen on ${this.host} port ${this.#port}`, { cause })
    }
    this.#port = this.#listening.port
  }

  /** Takes no more connections. Those that there are must have been closed. */
  async stop(): Promise<void> {
    const listening = this.#listening
    this.#listening = undefined
    await listening?.close()
  }
}

import { MemoryPipe } from './memory-pipe.js'
import type { EntityAddr } from '@cephwire/codec'
import type { Transport } from '../transport.js'
import type { MemoryPipeInit } from './memory-pipe.js'

/** Who is connected with whom. */
export interface MemoryLink {
  readonly client: EntityAddr
  readonly server: EntityAddr
}

/** What a connection needs of its network. */
export interface MemoryConnectionInit extends MemoryLink, Omit<MemoryPipeInit, 'held' | 'arrived'> {
  readonly holdsToServer: () => boolean
  readonly holdsToClient: () => boolean
  readonly arrived: (to: 'client' | 'server', bytes: number) => void
  /** Both ends are destroyed. */
  readonly closed: () => void
}

/** A connection in memory: two ends, each of which its owner has to destroy. */
export class MemoryConnection implements MemoryLink {
  readonly client: EntityAddr
  readonly server: EntityAddr
  readonly clientEnd: Transport
  readonly serverEnd: Transport
  readonly #toServer: MemoryPipe
  readonly #toClient: MemoryPipe

  constructor(init: MemoryConnectionInit) {
    this.client = init.client
    this.server = init.server
    const pipe = (to: 'client' | 'server', held: () => boolean): MemoryPipe =>
      new MemoryPipe({
        ...init,
        held,
        arrived: bytes => {
          init.arrived(to, bytes)
          // Whoever has closed does not listen any more.
          if (bytes === 0) (to === 'client' ? this.#toServer : this.#toClient).refuseWrites(new Error('write EPIPE'))
        }
      })
    this.#toServer = pipe('server', init.holdsToServer)
    this.#toClient = pipe('client', init.holdsToClient)
    let open = 2
    const end = (remote: EntityAddr, incoming: MemoryPipe, outgoing: MemoryPipe): Transport => {
      let destroyed = false
      return {
        remote,
        chunks: incoming,
        write: bytes => outgoing.write(bytes),
        destroy(cause) {
          if (destroyed) return
          destroyed = true
          incoming.stop(cause)
          outgoing.finish()
          if (--open === 0) init.closed()
        }
      }
    }
    this.clientEnd = end(init.server, this.#toClient, this.#toServer)
    this.serverEnd = end(init.client, this.#toServer, this.#toClient)
  }

  /** Fails at both ends: what is under way is lost. */
  reset(): void {
    const why = new Error('read ECONNRESET')
    for (const pipe of [this.#toServer, this.#toClient]) {
      pipe.refuseWrites(why)
      pipe.stop(why)
    }
  }

  /** Goes on with what nothing holds up any more. */
  release(): void {
    this.#toServer.release()
    this.#toClient.release()
  }
}

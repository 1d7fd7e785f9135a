import { Faults } from './network-faults.js'
import { MemoryConnection } from './memory-connection.js'
import type { Clock } from '../clock.js'
import type { Dial, Transport } from '../transport.js'
import type { MemoryLink } from './memory-connection.js'
import type { LinkMatch, NetworkFault } from './network-faults.js'

/** What a network in memory is made of. Times are milliseconds. */
export interface MemoryNetworkInit {
  /** All that ever lets something arrive. */
  readonly clock: Clock
  /** Numbers from 0 to 1, 1 excluded. */
  readonly random: () => number
  /** The least and the most that bytes are under way; each connection is quick or slow within it. Default 0, 0. */
  readonly latency?: readonly [least: number, most: number]
  /** How likely it is that a write arrives in pieces, cut anywhere. Default 0. */
  readonly cutting?: number
  /** Bytes under way or unread in one direction before a write waits. Default 64 KiB. */
  readonly window?: number
  /** Told of whatever happens. */
  readonly observe?: (event: NetworkEvent) => void
}

/** What has happened to a connection. */
export interface NetworkEvent extends MemoryLink {
  readonly kind: 'dial' | 'refused' | 'open' | 'arrived' | 'reset' | 'closed'
  /** Of `arrived`: at which end, and how much; 0 is the end. */
  readonly to?: 'client' | 'server'
  readonly bytes?: number
}

/** A port that somebody listens on. */
export interface MemoryPort {
  readonly port: number
  /** Connections that were not handed over yet are reset; others go on. */
  close(): Promise<void>
}

/**
 * A network in memory. Within a connection bytes stay in order, connections are independent of each other, and what
 * happens depends on the clock and the random numbers alone.
 */
export interface MemoryNetwork {
  /** Dials, as the host 10.255.0.1. */
  readonly dial: Dial
  /** A `dial` of another host. */
  dialFrom(host: string): Dial
  /**
   * Listens.
   *
   * @param at port 0: any that is free
   * @throws an Error when somebody listens there already
   */
  readonly listen: (
    at: { readonly host: string; readonly port: number },
    onTransport: (transport: Transport) => void
  ) => Promise<MemoryPort>
  /** Connections one of whose ends is not destroyed. */
  readonly connections: readonly MemoryLink[]
  /** Lets something go wrong, until the function that it returns is called. The same may go wrong several times over. */
  fault(fault: NetworkFault, match?: LinkMatch): () => void
  /** Ends all faults. */
  heal(): void
  /** Fails connections at both ends; what is under way is lost. @returns how many */
  reset(match?: LinkMatch): number
}

interface Listening {
  readonly onTransport: (transport: Transport) => void
  /** Accepted by the system, not by the process. */
  readonly backlog: Set<MemoryConnection>
}

const CLIENT_HOST = '10.255.0.1'
const FIRST_PORT = 40_000
/** Cuts of one write, at most. */
const MAX_CUTS = 3

export function createMemoryNetwork(init: MemoryNetworkInit): MemoryNetwork {
  const { clock, random, latency: [least, most] = [0, 0], cutting = 0, window = 65_536, observe } = init
  const listening = new Map<string, Listening>()
  const connections = new Set<MemoryConnection>()
  const faults = new Faults(() => {
    for (const connection of [...connections]) connection.release()
    for (const [key, { backlog }] of listening) for (const connection of [...backlog]) handOver(key, connection)
  })
  let lastPort = FIRST_PORT

  const cut = (bytes: Uint8Array): readonly Uint8Array[] => {
    if (cutting === 0 || random() >= cutting) return [bytes]
    const cuts = Array.from({ length: 1 + Math.floor(random() * MAX_CUTS) }, () => Math.floor(random() * bytes.length))
    const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
    return places.slice(1).flatMap((end, i) => (end > places[i]! ? [bytes.subarray(places[i], end)] : []))
  }

  const handOver = (key: string, connection: MemoryConnection): void => {
    const listener = listening.get(key)
    if (listener === undefined || faults.has('stall', connection)) return
    if (listener.backlog.delete(connection)) listener.onTransport(connection.serverEnd)
  }

  const connect = (link: MemoryLink, delay: () => number, { backlog }: Listening): MemoryConnection => {
    const connection: MemoryConnection = new MemoryConnection({
      ...link,
      clock,
      cut,
      delay,
      window,
      holdsToServer: () => faults.has('stall', link) || faults.has('partition', link) || faults.has('to-server', link),
      holdsToClient: () => faults.has('stall', link) || faults.has('partition', link) || faults.has('to-client', link),
      arrived: (to, bytes) => observe?.({ kind: 'arrived', ...link, to, bytes }),
      closed: () => {
        connections.delete(connection)
        observe?.({ kind: 'closed', ...link })
      }
    })
    connections.add(connection)
    backlog.add(connection)
    return connection
  }

  const dialFrom = (host: string): Dial => {
    return async (server, { signal }) => {
      signal.throwIfAborted()
      const link: MemoryLink = { client: { type: 'any', nonce: 0, host, port: ++lastPort }, server }
      const key = `${server.host}:${server.port}`
      const slowest = least + (most - least) * random()
      const delay = (): number => least + (slowest - least) * random()
      const refuse = (): never => {
        observe?.({ kind: 'refused', ...link })
        throw new Error(`connect ECONNREFUSED ${key}`)
      }
      observe?.({ kind: 'dial', ...link })
      await clock.sleep(delay(), { signal })
      await faults.none(['partition', 'to-server', 'to-client'], link, signal)
      const listener = listening.get(key)
      if (listener === undefined || faults.has('refuse', link)) return refuse()
      const connection = connect(link, delay, listener)
      handOver(key, connection)
      try {
        await clock.sleep(delay(), { signal })
        await faults.none(['partition', 'to-client'], link, signal)
      } catch (error) {
        connection.clientEnd.destroy()
        throw error
      }
      observe?.({ kind: 'open', ...link })
      return connection.clientEnd
    }
  }

  return {
    dial: dialFrom(CLIENT_HOST),
    dialFrom,
    listen({ host, port }, onTransport) {
      while (port === 0) if (!listening.has(`${host}:${++lastPort}`)) port = lastPort
      const key = `${host}:${port}`
      if (listening.has(key)) return Promise.reject(new Error(`listen EADDRINUSE ${key}`))
      const listener = { onTransport, backlog: new Set<MemoryConnection>() }
      listening.set(key, listener)
      return Promise.resolve({
        port,
        close() {
          if (listening.get(key) === listener) listening.delete(key)
          for (const connection of listener.backlog) {
            connection.reset()
            connection.serverEnd.destroy()
          }
          listener.backlog.clear()
          return Promise.resolve()
        }
      })
    },
    get connections() {
      return [...connections]
    },
    fault: (fault, match) => faults.add(fault, match),
    heal: () => faults.clear(),
    reset(match = {}) {
      const chosen = [...connections].filter(connection => faults.matches(match, connection))
      for (const connection of chosen) {
        observe?.({ kind: 'reset', client: connection.client, server: connection.server })
        connection.reset()
      }
      return chosen.length
    }
  }
}

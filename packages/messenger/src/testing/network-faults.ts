import type { MemoryLink } from './memory-connection.js'

/**
 * What may go wrong between hosts:
 *
 * - `partition`: nothing arrives and dialling hangs; what was sent arrives when it is over
 * - `to-server`, `to-client`: the same in one direction
 * - `stall`: the server's process is stopped, as by SIGSTOP: dialling succeeds, nothing is read or sent
 * - `refuse`: nobody listens
 */
export type NetworkFault = 'partition' | 'to-server' | 'to-client' | 'stall' | 'refuse'

/** Which connections are meant: all that what is given holds for. */
export interface LinkMatch {
  /** The host that dials. */
  readonly from?: string
  /** Where it dials to; without a port, the whole host. */
  readonly to?: { readonly host: string; readonly port?: number }
}

interface Rule {
  readonly fault: NetworkFault
  readonly match: LinkMatch
}

/** What goes wrong at present. */
export class Faults {
  readonly #changed: () => void
  readonly #rules = new Set<Rule>()
  readonly #waiting = new Set<() => void>()

  /** @param changed called when something may go on */
  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** @returns ends it; a second call does nothing */
  add(fault: NetworkFault, match: LinkMatch = {}): () => void {
    const rule = { fault, match }
    this.#rules.add(rule)
    return () => {
      if (this.#rules.delete(rule)) this.#wake()
    }
  }

  clear(): void {
    this.#rules.clear()
    this.#wake()
  }

  has(fault: NetworkFault, link: MemoryLink): boolean {
    for (const rule of this.#rules) if (rule.fault === fault && this.matches(rule.match, link)) return true
    return false
  }

  matches({ from, to }: LinkMatch, { client, server }: MemoryLink): boolean {
    if (from !== undefined && from !== client.host) return false
    return to === undefined || (to.host === server.host && (to.port ?? server.port) === server.port)
  }

  /** Resolves when none of these holds. @throws the signal's reason */
  async none(faults: readonly NetworkFault[], link: MemoryLink, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    while (faults.some(fault => this.has(fault, link))) {
      await new Promise<void>(resolve => {
        const wake = (): void => {
          this.#waiting.delete(wake)
          signal.removeEventListener('abort', wake)
          resolve()
        }
        this.#waiting.add(wake)
        signal.addEventListener('abort', wake, { once: true })
      })
      signal.throwIfAborted()
    }
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
    this.#changed()
  }
}

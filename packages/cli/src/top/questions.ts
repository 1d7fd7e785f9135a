import { MonCommandError } from '@cephwire/mon-client'
import { fields, list, text } from '../json-reader.js'
import { PoolRates } from './pool-rates.js'
import { readUsage } from './usage.js'
import type { MonClient, MonCommand } from '@cephwire/mon-client'
import type { OSDMap } from '@cephwire/maps'
import type { Known } from './known.js'

/** Milliseconds that a monitor has for an answer. */
const TIMEOUT = 10_000
/** Milliseconds between two questions, however often something is pushed. */
const LEAST_GAP = 2000
/** Lines of the past in the log. */
const PAST = 100

/**
 * Asks the monitors what they do not push: PGs, pools and I/O, as the manager has last told them. Each push of health is the
 * occasion; nothing is asked while a question is open.
 */
export class Questions {
  readonly #client: Pick<MonClient, 'command'>
  readonly #known: Known
  readonly #now: () => number
  readonly #rates = new PoolRates()
  #open = false
  #last = -Infinity
  osdmap: OSDMap | undefined

  constructor(client: Pick<MonClient, 'command'>, known: Known, now: () => number) {
    this.#client = client
    this.#known = known
    this.#now = now
  }

  /** PGs, pools and I/O. @returns whether there is something new */
  async usage(signal: AbortSignal): Promise<boolean> {
    if (this.#open || this.#now() - this.#last < LEAST_GAP) return false
    this.#open = true
    try {
      const [status, df] = await Promise.all([
        this.#ask({ prefix: 'status' }, signal),
        this.#ask({ prefix: 'df', detail: 'detail' }, signal)
      ])
      const at = this.#now()
      this.#last = at
      const usage = readUsage({
        at,
        status,
        df,
        pgsOf: pool => this.osdmap?.pools.get(BigInt(pool))?.pgNum,
        ioOf: (pool, counters) => this.#rates.add(pool, counters)
      })
      this.#rates.keep(new Set(usage.pools.map(({ id }) => id)))
      this.#known.usage = usage
      this.#known.usageRefused = undefined
      return true
    } catch (error) {
      if (!(error instanceof MonCommandError)) return false
      this.#known.usageRefused = `${error.errnoName}: ${error.status}`
      return true
    } finally {
      this.#open = false
    }
  }

  /** Which release the monitor of the session is. */
  async version(signal: AbortSignal): Promise<void> {
    try {
      this.#known.version((await this.#client.command('version', { signal, timeout: TIMEOUT })).text())
    } catch {
      // The monmap's oldest release will do.
    }
  }

  /** The log of the last time. */
  async past(signal: AbortSignal): Promise<void> {
    const cmd = { prefix: 'log last', num: PAST, level: 'info', channel: 'cluster' }
    const lines: unknown = await this.#ask(cmd, signal).catch(() => undefined)
    for (const line of list(lines)) {
      const { name, stamp, seq, priority, message } = fields(line)
      const at = Date.parse(String(stamp).replace(/\+(\d\d)(\d\d)$/, '+$1:$2')) / 1000
      if (typeof name !== 'string' || typeof message !== 'string' || Number.isNaN(at)) continue
      this.#known.log(`${name} ${String(seq)}`, { at, who: name, tag: text(priority), message })
    }
  }

  async #ask(cmd: Exclude<MonCommand, string>, signal: AbortSignal): Promise<unknown> {
    const reply = await this.#client.command({ ...cmd, format: 'json' }, { signal, timeout: TIMEOUT })
    return reply.json()
  }
}

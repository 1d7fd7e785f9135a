import type { Clock } from '@cephwire/messenger'
import type { MonClient } from '../../src/index.js'
import type { Ledger, Outcome, Promised } from './ledger.js'
import type { SimCluster } from './cluster.js'
import type { Demand, Setup, Treatment } from './schedule.js'

/** What asking needs of the world. */
export interface AskerInit {
  readonly clock: Clock
  readonly ledger: Ledger
  readonly setup: Setup
  readonly sim: SimCluster
  /** Since when a client has had its session; Infinity while it has none. */
  readonly sessionSince: (client: MonClient) => number
  readonly trace: (text: () => string) => void
}

export type Command = Omit<Extract<Demand, { kind: 'command' }>, 'kind'>
export type Question = Exclude<Demand, { kind: 'close' | 'watch' }>

/** How long an answer may take that nothing stands in the way of, beside work and latency. */
const ANSWER_LIMIT = 100
/** What closing a connection may take. */
const CLOSE_LIMIT = 500
/** A missing acknowledgement of MLog is looked for in the log now and then. */
const LOG_LIMIT = 5000

/** Makes requests and says what is expected of them. */
export class Asker {
  readonly #init: AskerInit
  #tokens = 0

  constructor(init: AskerInit) {
    this.#init = init
  }

  ask(client: MonClient, question: Question): void {
    const { ledger, sim } = this.#init
    const { state } = sim.cluster
    if (question.kind === 'command') {
      void this.command(client, question)
      return
    }
    if (question.kind === 'keepalive') {
      const signal = this.cancelledAfter(question.cancelAfter)
      void ledger.issue(
        { what: 'keepalive', timeout: undefined, signal, mayFail: true, client },
        () => client.keepalive({ signal }),
        roundTrip => (roundTrip >= 0 ? undefined : `round trip ${roundTrip}`)
      )
      return
    }
    const { call, promised } = this.#treated(client, question)
    const asks = { ...promised, hindered: this.#hindered(client, 0) }
    switch (question.kind) {
      case 'getVersion': {
        const { map } = question
        const epoch = (): number =>
          map === 'monmap' ? state.monmap.epoch : map === 'osdmap' ? state.osdmap.epoch : state.fsmap.epoch
        const before = epoch()
        void ledger.issue(
          { what: `version of ${map}`, ...asks },
          () => client.getVersion(map, call),
          ({ newest }) =>
            newest < before || newest > epoch() ? `version ${newest}, not ${before} or newer` : undefined
        )
        break
      }
      case 'statfs':
        void ledger.issue(
          { what: 'statfs', ...asks },
          () => client.statfs(call),
          ({ kb, objects }) =>
            kb === state.usage.kb && objects === state.usage.numObjects ? undefined : `${kb} KiB, ${objects} objects`
        )
        break
      case 'getOsdMaps': {
        const newest = state.osdmap.epoch
        const from = Math.max(1, newest - question.back)
        void ledger.issue(
          { what: `osdmaps ${from} to ${newest}`, ...asks },
          () => client.getOsdMaps(from, newest, { ...call, kind: 'maps' }),
          ({ maps }) => {
            const epochs = [...maps.keys()].sort((a, b) => a - b).join()
            const expected = Array.from({ length: newest - from + 1 }, (_, i) => from + i).join()
            return epochs === expected ? undefined : `osdmaps ${epochs} of ${from} to ${newest}`
          }
        )
        break
      }
      case 'waitForMap': {
        const epoch = state[question.map].epoch + question.ahead
        void ledger.issue(
          { what: `${question.map} ${epoch}`, ...promised },
          () => client.waitForMap(question.map, epoch, call),
          () => (state[question.map].epoch >= epoch ? undefined : `waited until ${state[question.map].epoch}`)
        )
        break
      }
      case 'log': {
        const token = `said-${++this.#tokens}`
        void ledger.issue(
          { what: 'log', token, resend: false, ...promised, hindered: this.#hindered(client, LOG_LIMIT) },
          () => client.log(token, call),
          () => undefined
        )
        break
      }
      case 'ping':
        void ledger.issue(
          { what: `ping of ${question.monitor}`, slack: CLOSE_LIMIT, mayFail: true, ...promised },
          () => client.ping(question.monitor, call),
          answer => (typeof answer === 'object' ? undefined : 'the answer is no object')
        )
        break
      case 'tell':
        void ledger.issue(
          { what: `tell ${question.monitor}`, slack: CLOSE_LIMIT, mayFail: true, ...promised },
          () => client.tell(`mon.${question.monitor}`, { prefix: 'mon_status' }, call),
          answer => (answer.json<{ name: string }>().name === question.monitor ? undefined : answer.text())
        )
        break
    }
  }

  command(client: MonClient, command: Command): Promise<Outcome> {
    const { prefix, work, resend, input, output } = command
    const token = `${prefix.replace(' ', '-')}-${++this.#tokens}`
    const { call, promised } = this.#treated(client, command)
    const options = { ...call, ...(input === 0 ? {} : { input: new Uint8Array(input) }), ...(resend ? {} : { resend }) }
    const issued = this.#init.ledger.issue(
      {
        what: 'command',
        token,
        resend,
        refused: prefix === 'sim refuse',
        ...promised,
        hindered: this.#hindered(client, work)
      },
      () => client.command({ prefix, token, work, output }, options),
      reply => {
        if (reply.text() !== token + '.'.repeat(output)) return `the answer is ${reply.text().slice(0, 40)}`
        return reply.status === String(input) ? undefined : `the monitor has read ${reply.status} bytes of ${input}`
      }
    )
    return issued.then(outcome => {
      this.#init.trace(() => `${token}: ${outcome}`)
      return outcome
    })
  }

  /** A signal that is aborted after a time; after 0 at once. */
  cancelledAfter(millis: number): AbortSignal {
    const abort = new AbortController()
    const reason = new Error('not wanted any more')
    if (millis === 0) abort.abort(reason)
    else void this.#init.clock.sleep(millis).then(() => abort.abort(reason))
    return abort.signal
  }

  #treated(
    client: MonClient,
    { timeout, cancelAfter }: Treatment
  ): {
    readonly call: { readonly timeout?: number; readonly signal?: AbortSignal }
    readonly promised: Pick<Promised, 'timeout' | 'signal' | 'client'>
  } {
    const signal = cancelAfter === undefined ? undefined : this.cancelledAfter(cancelAfter)
    return {
      call: { ...(timeout === undefined ? {} : { timeout }), ...(signal === undefined ? {} : { signal }) },
      promised: { timeout: timeout ?? this.#init.setup.commandTimeout, signal, client }
    }
  }

  /** Whether a request that was issued at some time could not be answered in time, work included. */
  #hindered(client: MonClient, work: number): (issuedAt: number) => boolean {
    const { clock, sim, setup, sessionSince } = this.#init
    return issuedAt => {
      const sentAt = Math.max(issuedAt, sessionSince(client))
      return sim.calmSince > sentAt || clock.now() - sentAt <= work + ANSWER_LIMIT + 10 * setup.latency[1]
    }
  }
}

import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { encodeMessage, monCommandAck, monSubscribe } from '@cephwire/messages'
import { systemClock } from '@cephwire/messenger'
import { decodeCommandReply, encodeCommand, prepareCommand } from './command.js'
import { resolveMonitors } from './config/resolve-monitors.js'
import { withDeadline } from './deadline.js'
import { publishState, publishSubscribe } from './diagnostics.js'
import { Dispatcher } from './dispatcher.js'
import { ConfigError, MonClientClosedError } from './errors.js'
import { Inquiry } from './inquiry.js'
import { MonMapKeeper } from './monmap-keeper.js'
import { formatTarget, targetsOf } from './mon-target.js'
import { pingMonitor } from './ping.js'
import { ProcessHold } from './process-hold.js'
import { Requests } from './requests.js'
import { OSDMapTap, route } from './routes.js'
import { SessionKeeper } from './session-keeper.js'
import { explainSilence } from './silence.js'
import { StatusStream } from './status-stream.js'
import { SubscriptionRenewal } from './subscription-renewal.js'
import { Subscriptions } from './subscriptions.js'
import { TicketRenewal } from './ticket-renewal.js'
import { LatestBuffer } from './watch/latest-buffer.js'
import { monMapFeed } from './watch/map-feeds.js'
import { Watches } from './watch/watches.js'
import type { ServiceId, TicketStore } from '@cephwire/auth'
import type { MonMap } from '@cephwire/maps'
import type { CommandReply, MonCommand } from './command.js'
import type { CommandOptions } from './client-types.js'
import type { ResolvedConfig } from './config/resolve-config.js'
import type { Credentials } from './credentials.js'
import type { Daemons } from './daemons/daemons.js'
import type { MonSession, MonSessionInit } from './mon-session.js'
import type { MonTarget } from './mon-target.js'
import type { MonClientOptions } from './options.js'
import type { MonTimeoutInit } from './errors.js'
import type { Request, RequestFacts, RequestOptions } from './requests.js'
import type { OpenSession } from './session-keeper.js'
import type { MonClientState } from './session-state.js'
import type { Silence } from './silence.js'
import type { MonClientStatus } from './status-stream.js'

/** Requests that may be outstanding (docs/limits.md). */
const MAX_OUTSTANDING = 16_384

/** What MonClient is made of, put together: one session, and all that goes over it. */
export class MonClientCore {
  readonly config: ResolvedConfig
  readonly session: MonSessionInit
  readonly keeper: SessionKeeper
  readonly dispatcher = new Dispatcher()
  readonly watches: Watches
  readonly status = new StatusStream()
  readonly hold: ProcessHold
  /** The way to other daemons: made when one is first told something, by code that is loaded then. */
  daemons: Daemons | undefined
  /** Resolves when the client has ended. */
  readonly closed: Promise<void>
  readonly #client: object
  readonly #requests: Requests
  readonly #subscriptions = new Subscriptions()
  readonly osdMaps = new OSDMapTap()
  readonly #monmaps: MonMapKeeper
  readonly #subscriptionRenewal: SubscriptionRenewal
  readonly #renewal: TicketRenewal
  readonly #inquiry: Inquiry
  readonly #closing = new AbortController()
  #resolveClosed!: () => void
  #globalId = 0n
  /** How the last session authenticated. */
  #cephx = false

  /** @param client stands for this one in diagnostics */
  constructor(
    client: object,
    config: ResolvedConfig,
    credentials: Credentials,
    options: MonClientOptions,
    open?: OpenSession
  ) {
    const { clock = systemClock, random = () => randomBytes(4).readUInt32LE() / 0x1_0000_0000 } = options
    this.#client = client
    this.hold = new ProcessHold(options.ref === false)
    this.config = config
    this.closed = new Promise(resolve => (this.#resolveClosed = resolve))
    this.session = {
      credentials,
      msMode: config.msMode,
      keepalive: config.keepalive,
      clock,
      dial: options.dial,
      features: options.features,
      nonce: () => Math.floor(random() * 0x1_0000_0000),
      fsid: config.fsid
    }
    this.#requests = new Requests(
      {
        send: message => this.keeper.send(message),
        inquire: facts => this.#inquiry.inquire(facts),
        explain: facts => this.explain(facts)
      },
      clock,
      MAX_OUTSTANDING
    )
    this.watches = new Watches(this.#subscriptions, () => this.#sendSubscriptions())
    this.#subscriptionRenewal = new SubscriptionRenewal(() => this.#subscribeAnew(), clock, config.keepalive.interval)
    const { msMode, targetRank } = config
    this.#monmaps = new MonMapKeeper({ msMode, targetRank, changed: update => this.watches.offer('monmap', update) })
    this.#renewal = new TicketRenewal(
      {
        send: message => this.keeper.send(message),
        monmapEpoch: () => this.#monmaps.epoch,
        expired: cause => this.keeper.reopen(cause)
      },
      clock
    )
    this.#inquiry = new Inquiry({
      now: () => clock.now(),
      send: message => this.keeper.send(message),
      pingAll: (timeout, signal) =>
        this.addresses.map(target =>
          withDeadline(`ping of mon.${target.name}`, { timeout, signal }, clock, signal =>
            pingMonitor(target, this.session, signal, this.keeper.tickets)
          )
        ),
      command: (prefix, timeout) => this.#command({ prefix, format: 'json' }, { timeout, resend: false }, false)
    })
    this.keeper = new SessionKeeper(
      {
        bootstrapTargets: signal => this.#bootstrapTargets(signal),
        monmapTargets: () => this.#monmaps.targets,
        monmapEpoch: () => this.#monmaps.epoch,
        suits: ({ target, monmapMessage }) => {
          this.#monmaps.got(monmapMessage)
          return this.#monmaps.suits(target)
        },
        opened: session => this.#opened(session),
        message: message => this.dispatcher.dispatch(message),
        lost: cause => this.#lost(cause),
        failed: error => this.end(error)
      },
      {
        session: this.session,
        hunting: config.hunting,
        open,
        random
      }
    )
    route(this.dispatcher, {
      requests: this.#requests,
      watches: this.watches,
      osdMaps: this.osdMaps,
      monMap: message => {
        const cause = this.#monmaps.follow(message, this.keeper.session?.target)
        if (cause !== undefined) this.keeper.reopen(cause)
      },
      authReply: message => this.#renewal.handle(message),
      subscribeAck: message => this.#subscriptionRenewal.handle(message),
      ping: message => this.#inquiry.handle(message)
    })
    // The client itself follows the monmap, whether anybody else watches it or not.
    this.watches.open('monmap', monMapFeed, new LatestBuffer(update => update), { start: 1 })
  }

  get clock(): MonSessionInit['clock'] {
    return this.session.clock
  }

  get globalId(): bigint {
    return this.#globalId
  }

  /** A copy of the tickets of the client; undefined without cephx. */
  get tickets(): TicketStore | undefined {
    return this.#cephx ? this.keeper.tickets : undefined
  }

  get state(): MonClientState {
    return this.keeper.state
  }

  get monmap(): MonMap {
    return this.#monmaps.monmap
  }

  /** An address of each monitor that the mode allows. */
  get addresses(): readonly MonTarget[] {
    return this.#monmaps.addresses
  }

  nameOf(target: MonTarget): string {
    return this.#monmaps.nameOf(target)
  }

  /** Asks the monitor of the session for the ticket of a service. @returns whether it has answered */
  demandTicket(service: ServiceId, signal: AbortSignal): Promise<boolean> {
    return this.#renewal.demand(service, signal)
  }

  async command(cmd: MonCommand, options: CommandOptions): Promise<CommandReply> {
    return this.#command(cmd, options, true)
  }

  async #command(cmd: MonCommand, options: CommandOptions, explained: boolean): Promise<CommandReply> {
    const { input, ...request } = options
    const command = prepareCommand(cmd, input)
    return this.run({
      ...request,
      what: `command ${command.prefix}`,
      encode: tid => encodeCommand(command, input, this.monmap.fsid, tid),
      replyType: monCommandAck.type,
      silence: explained ? { prefix: command.prefix } : undefined,
      decode: reply => decodeCommandReply(reply, command.prefix)
    })
  }

  /** @throws ConfigError for a timeout that makes no sense; MonClientClosedError; what Requests throws */
  async run<T>(request: Request<T>): Promise<T> {
    this.throwIfClosed()
    const timeout = this.timeoutOf(request.timeout)
    return this.hold.during(() => this.#requests.run({ ...request, timeout }))
  }

  /**
   * Runs what is not one request: with a deadline over all of it.
   *
   * @param what for the error
   * @param facts asked when the time is over for what else is known
   * @throws ConfigError for a timeout that makes no sense; MonClientClosedError; MonTimeoutError; the signal's reason
   */
  async inTime<T>(
    what: string,
    { signal, timeout }: Pick<RequestOptions, 'signal' | 'timeout'>,
    run: (signal: AbortSignal) => Promise<T>,
    facts?: () => Partial<MonTimeoutInit> | undefined
  ): Promise<T> {
    this.throwIfClosed()
    const deadline = { signal, timeout: this.timeoutOf(timeout), closing: this.#closing.signal }
    return this.hold.during(() => withDeadline(what, deadline, this.clock, run, facts))
  }

  /** @throws ConfigError */
  timeoutOf(timeout: number | undefined): number {
    const millis = timeout ?? this.config.commandTimeout
    if (Number.isFinite(millis) && millis >= 0) return millis
    throw new ConfigError('Option timeout: expected a finite number of at least 0', { option: 'timeout' })
  }

  throwIfClosed(): void {
    if (this.state === 'closed') throw new MonClientClosedError()
  }

  /** Ends everything that waits. */
  end(error: MonClientClosedError): void {
    this.#renewal.sessionEnded()
    this.#subscriptionRenewal.sessionEnded()
    this.#inquiry.end()
    this.#requests.rejectAll(error)
    this.#closing.abort(error)
    this.watches.end()
    this.#publish({ state: 'closed' })
    this.#resolveClosed()
  }

  /** Why there is no answer, as far as can be told. */
  explain(facts: RequestFacts): Silence | undefined {
    const target = this.state === 'have_session' ? this.keeper.session?.target : undefined
    return explainSilence(facts, {
      monitor: target === undefined ? undefined : this.nameOf(target),
      attempts: this.keeper.attempts,
      findings: this.#inquiry.findings
    })
  }

  /** Ends the session and everything that waits. Idempotent. */
  async close(): Promise<void> {
    if (this.state === 'closed') return this.keeper.close()
    const closing = this.keeper.close()
    this.end(new MonClientClosedError())
    await closing
  }

  async #bootstrapTargets(signal: AbortSignal): Promise<readonly MonTarget[]> {
    const { monitors } = await resolveMonitors(this.config, { signal })
    return this.#monmaps.inOrder(targetsOf(monitors, this.config.msMode))
  }

  #opened(session: MonSession): void {
    this.#globalId = session.globalId
    this.#cephx = session.tickets !== undefined
    this.#subscribeAnew()
    this.#requests.sessionOpened()
    this.#renewal.sessionOpened(session)
    const { target, globalId } = session
    this.#publish({
      state: 'have_session',
      monitor: this.nameOf(target),
      addr: formatTarget(target),
      globalId
    })
  }

  #lost(cause: Error): void {
    this.#renewal.sessionEnded()
    this.#subscriptionRenewal.sessionEnded()
    this.#inquiry.sessionEnded()
    this.#requests.sessionLost(cause)
    this.#publish({ state: 'hunting', cause })
  }

  #publish(status: MonClientStatus): void {
    publishState(this.#client, status)
    this.status.publish(status)
  }

  #subscribeAnew(): void {
    this.#subscriptions.sessionOpened()
    this.#sendSubscriptions()
  }

  #sendSubscriptions(): void {
    if (this.state !== 'have_session') return
    const what = this.#subscriptions.take()
    if (what === undefined) return
    publishSubscribe(what)
    this.keeper.send(encodeMessage(monSubscribe, { what, hostname: hostname() }))
    this.#subscriptionRenewal.sent()
  }
}

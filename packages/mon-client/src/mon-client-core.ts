import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { msgr2Addr, sameEntityAddr } from '@cephwire/codec'
import {
  authReply,
  config as configMessage,
  encodeMessage,
  fsMap,
  fsMapUser,
  getPoolStatsReply,
  kvData,
  log,
  mdsMap,
  mgrDigest,
  mgrMap,
  monCommandAck,
  monGetVersionReply,
  monMap,
  monSubscribe,
  osdMap,
  ping,
  poolOpReply,
  serviceMap,
  statfsReply
} from '@cephwire/messages'
import { systemClock } from '@cephwire/messenger'
import { decodeCommandReply, encodeCommand, prepareCommand } from './command.js'
import { resolveMonitors } from './config/resolve-monitors.js'
import { publishState, publishSubscribe } from './diagnostics.js'
import { Dispatcher } from './dispatcher.js'
import { ConfigError, FsidMismatchError, MonClientClosedError, MonSessionError } from './errors.js'
import { versionHandleOf } from './get-version.js'
import { Inquiry } from './inquiry.js'
import { formatTarget, monitorsOfMonMap, nameInMonMap, targetsOf } from './mon-target.js'
import { isStatfsReply } from './requests/statfs.js'
import { Requests } from './requests.js'
import { SessionKeeper } from './session-keeper.js'
import { explainSilence } from './silence.js'
import { StatusStream } from './status-stream.js'
import { Subscriptions } from './subscriptions.js'
import { TicketRenewal } from './ticket-renewal.js'
import { LatestBuffer } from './watch/latest-buffer.js'
import { monMapFeed } from './watch/map-feeds.js'
import { Watches } from './watch/watches.js'
import type { MonMap } from '@cephwire/maps'
import type { Message } from '@cephwire/messenger'
import type { CommandReply, MonCommand } from './command.js'
import type { CommandOptions } from './client-types.js'
import type { ResolvedConfig } from './config/resolve-config.js'
import type { Credentials } from './credentials.js'
import type { MonSession, MonSessionInit } from './mon-session.js'
import type { MonTarget } from './mon-target.js'
import type { MonClientOptions } from './options.js'
import type { Request, RequestFacts } from './requests.js'
import type { OpenSession } from './session-keeper.js'
import type { MonClientState } from './session-state.js'
import type { Silence } from './silence.js'
import type { MonClientStatus } from './status-stream.js'
import type { MonMapUpdate } from './watch/map-feeds.js'
import type { Update } from './watch/feed.js'

/** Requests that may be outstanding (docs/limits.md). */
const MAX_OUTSTANDING = 16_384

/** Messages that answer a request by its tid, beside those with rules of their own. */
const ANSWERS: readonly number[] = [getPoolStatsReply.type, poolOpReply.type]

/** Messages that come by subscriptions, beside the monmap. */
const SUBSCRIBED: readonly number[] = [
  configMessage,
  fsMap,
  fsMapUser,
  kvData,
  log,
  mdsMap,
  mgrDigest,
  mgrMap,
  osdMap,
  serviceMap
].map(({ type }) => type)

/** What MonClient is made of, put together: one session, and all that goes over it. */
export class MonClientCore {
  readonly config: ResolvedConfig
  readonly session: MonSessionInit
  readonly keeper: SessionKeeper
  readonly dispatcher = new Dispatcher()
  readonly watches: Watches
  readonly status = new StatusStream()
  /** Resolves when the client has ended. */
  readonly closed: Promise<void>
  readonly #client: object
  readonly #requests: Requests
  readonly #subscriptions = new Subscriptions()
  readonly #renewal: TicketRenewal
  readonly #inquiry: Inquiry
  #resolveClosed!: () => void
  #monmap: MonMap | undefined
  #globalId = 0n

  /** @param client stands for this one in diagnostics */
  constructor(
    client: object,
    config: ResolvedConfig,
    credentials: Credentials,
    options: MonClientOptions,
    open?: OpenSession
  ) {
    const clock = options.clock ?? systemClock
    this.#client = client
    this.config = config
    this.closed = new Promise(resolve => (this.#resolveClosed = resolve))
    this.session = {
      credentials,
      msMode: config.msMode,
      keepalive: config.keepalive,
      clock,
      dial: options.dial,
      features: options.features,
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
    this.#renewal = new TicketRenewal(
      {
        send: message => this.keeper.send(message),
        monmapEpoch: () => this.#monmap?.epoch ?? 0,
        expired: cause => this.keeper.reopen(cause)
      },
      clock
    )
    this.#inquiry = new Inquiry({
      send: message => this.keeper.send(message),
      command: (prefix, timeout) => this.#command({ prefix, format: 'json' }, { timeout, resend: false }, false)
    })
    this.keeper = new SessionKeeper(
      {
        bootstrapTargets: signal => this.#bootstrapTargets(signal),
        monmapTargets: () => (this.#monmap === undefined ? [] : this.targetsOf(this.#monmap)),
        monmapEpoch: () => this.#monmap?.epoch ?? 0,
        suits: session => this.#suits(session),
        opened: session => this.#opened(session),
        message: message => this.dispatcher.dispatch(message),
        lost: cause => this.#lost(cause),
        failed: error => this.end(error)
      },
      {
        session: this.session,
        hunting: config.hunting,
        open,
        random: options.random ?? (() => randomBytes(4).readUInt32LE() / 0x1_0000_0000)
      }
    )
    this.#handleMessages()
    // The client itself follows the monmap, whether anybody else watches it or not.
    this.watches.open('monmap', monMapFeed, new LatestBuffer(update => update), { start: 1 })
  }

  get clock(): MonSessionInit['clock'] {
    return this.session.clock
  }

  get globalId(): bigint {
    return this.#globalId
  }

  get state(): MonClientState {
    return this.keeper.state
  }

  get monmap(): MonMap {
    if (this.#monmap === undefined) throw new MonSessionError('There is no monmap before the first session')
    return this.#monmap
  }

  /** Who handles which message; maps and other subscriptions go to whoever watches them. */
  #handleMessages(): void {
    const answer = (message: Message): boolean => {
      // Nobody may wait for it any more: it is an answer all the same, and for nobody else.
      this.#requests.answer(message.tid, message)
      return true
    }
    this.dispatcher.handle(monCommandAck.type, answer)
    for (const type of ANSWERS) this.dispatcher.handle(type, answer)
    this.dispatcher.handle(statfsReply.type, message => !isStatfsReply(message) || answer(message))
    this.dispatcher.handle(monGetVersionReply.type, message => {
      this.#requests.answer(versionHandleOf(message), message)
      return true
    })
    this.dispatcher.handle(authReply.type, message => this.#renewal.handle(message))
    this.dispatcher.handle(ping.type, message => this.#inquiry.handle(message))
    this.dispatcher.handle(monMap.type, message => this.#followMonMap(message))
    for (const type of SUBSCRIBED) this.dispatcher.handle(type, message => this.watches.handle(message))
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
    return this.#requests.run({ ...request, timeout: this.timeoutOf(request.timeout) })
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
    this.#requests.rejectAll(error)
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

  /** An address of each monitor that the mode allows. */
  addressesOf(monmap: MonMap): readonly MonTarget[] {
    return targetsOf(monitorsOfMonMap(monmap), this.config.msMode)
  }

  /** Those that a session may be with. */
  targetsOf(monmap: MonMap): readonly MonTarget[] {
    const targets = this.addressesOf(monmap)
    const wanted = monmap.ranks[this.config.targetRank ?? -1]
    return wanted === undefined ? targets : targets.filter(({ name }) => name === wanted)
  }

  nameOf(target: MonTarget): string {
    return nameInMonMap(this.monmap, target)
  }

  async #bootstrapTargets(signal: AbortSignal): Promise<readonly MonTarget[]> {
    const { monitors } = await resolveMonitors(this.config, { signal })
    return targetsOf(monitors, this.config.msMode)
  }

  /** Whether the session may be used: with targetRank it may be the wrong monitor, which has told where the right one is. */
  #suits({ target, monmapMessage }: MonSession): boolean {
    const { targetRank } = this.config
    if (targetRank === undefined) return true
    this.#gotMonMap(monMapFeed.read(monmapMessage, 'monmap')!)
    const wanted = this.monmap.ranks[targetRank]
    return wanted === undefined || this.nameOf(target) === wanted
  }

  #opened(session: MonSession): void {
    this.#globalId = session.globalId
    this.#gotMonMap(monMapFeed.read(session.monmapMessage, 'monmap')!)
    this.#subscriptions.sessionOpened()
    this.#sendSubscriptions()
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
    this.#inquiry.sessionEnded()
    this.#requests.sessionLost(cause)
    this.#publish({ state: 'hunting', cause })
  }

  #publish(status: MonClientStatus): void {
    publishState(this.#client, status)
    this.status.publish(status)
  }

  /** @throws CodecError, MonSessionError */
  #followMonMap(message: Message): boolean {
    const update = monMapFeed.read(message, 'monmap')!
    const { map: monmap } = update.value
    const before = this.monmap
    if (monmap.fsid !== before.fsid) {
      this.keeper.reopen(new FsidMismatchError(before.fsid, monmap.fsid))
      return true
    }
    if (this.#gotMonMap({ ...update, message })) this.#moveWithMap(before, monmap)
    return true
  }

  /** Leaves a monitor that has left the map, or that can be reached over msgr2 from now on. */
  #moveWithMap(before: MonMap, monmap: MonMap): void {
    const addr = this.keeper.session?.target.addr
    if (addr === undefined) return
    const has = (map: MonMap): boolean => this.targetsOf(map).some(target => sameEntityAddr(target.addr, addr))
    // An address that no map has had is one of a forwarded port: nothing follows from its absence.
    if (!has(before) || has(monmap)) return
    const info = monmap.mons.get(nameInMonMap(before, this.keeper.session!.target))
    const gained = addr.type === 'legacy' && info !== undefined && msgr2Addr(info.publicAddrs) !== undefined
    this.keeper.reopen(new MonSessionError(gained ? 'The monitor now speaks msgr2' : 'The monitor has left the monmap'))
  }

  /** @returns whether it is newer than the one before */
  #gotMonMap(update: Update<MonMapUpdate>): boolean {
    const { map } = update.value
    if (this.#monmap !== undefined && map.epoch <= this.#monmap.epoch) return false
    this.#monmap = map
    this.watches.offer('monmap', update)
    return true
  }

  #sendSubscriptions(): void {
    if (this.state !== 'have_session') return
    const what = this.#subscriptions.take()
    if (what === undefined) return
    publishSubscribe(what)
    this.keeper.send(encodeMessage(monSubscribe, { what, hostname: hostname() }))
  }
}

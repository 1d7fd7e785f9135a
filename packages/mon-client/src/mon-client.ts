import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { sameEntityAddr } from '@cephwire/codec'
import { encodeMessage, monCommandAck, monGetVersionReply, monMap, monSubscribe } from '@cephwire/messages'
import { systemClock } from '@cephwire/messenger'
import { decodeCommandReply, encodeCommand, prepareCommand } from './command.js'
import { resolveMonitors } from './config/resolve-monitors.js'
import { ConfigError, FsidMismatchError, MonClientClosedError, MonSessionError } from './errors.js'
import { decodeMapVersions, encodeGetVersion, versionHandleOf } from './get-version.js'
import { Latest } from './latest.js'
import { decodeMonMap } from './mon-session.js'
import { formatTarget, monitorsOfMonMap, nameInMonMap, targetsOf } from './mon-target.js'
import { pingMonitor } from './ping.js'
import { Requests } from './requests.js'
import { SessionKeeper } from './session-keeper.js'
import { withDeadline } from './deadline.js'
import { StatusStream } from './status-stream.js'
import { Subscriptions } from './subscriptions.js'
import type { MonMap } from '@cephwire/maps'
import type { Message } from '@cephwire/messenger'
import type { CommandOptions, MapVersions, SessionInfo, VersionedMap, WatchOptions } from './client-types.js'
import type { CommandReply, MonCommand } from './command.js'
import type { MonHuntAttempt } from './errors.js'
import type { ResolvedConfig } from './config/resolve-config.js'
import type { Credentials } from './credentials.js'
import type { MonSession, MonSessionInit } from './mon-session.js'
import type { MonTarget } from './mon-target.js'
import type { MonClientOptions } from './options.js'
import type { Request, RequestOptions } from './requests.js'
import type { OpenSession } from './session-keeper.js'
import type { MonClientState } from './session-state.js'
import type { MonClientStatus } from './status-stream.js'

/** Requests that may be outstanding (docs/limits.md). */
const MAX_OUTSTANDING = 16_384

/** A session with the monitors of a cluster, which outlives any one of them. */
export class MonClient implements AsyncDisposable {
  readonly #config: ResolvedConfig
  readonly #session: MonSessionInit
  readonly #keeper: SessionKeeper
  readonly #requests: Requests
  readonly #subscriptions = new Subscriptions()
  readonly #status = new StatusStream()
  readonly #monmaps = new Latest<MonMap>()
  #monmap: MonMap | undefined
  #globalId = 0n

  /** Maps as they change: of several changes that come faster than they are taken, the newest. */
  readonly watch: {
    /** The monmap there is, then each new one. Ends with the client. */
    monmap(options?: WatchOptions): AsyncIterable<MonMap>
  } = { monmap: ({ signal } = {}) => this.#monmaps.watch(signal) }

  /** @internal Resolves when the client has ended. */
  readonly closed: Promise<void>
  #resolveClosed!: () => void

  /** @internal use connect() */
  constructor(config: ResolvedConfig, credentials: Credentials, options: MonClientOptions, open?: OpenSession) {
    const clock = options.clock ?? systemClock
    this.closed = new Promise(resolve => (this.#resolveClosed = resolve))
    this.#config = config
    this.#session = {
      credentials,
      msMode: config.msMode,
      keepalive: config.keepalive,
      clock,
      dial: options.dial,
      features: options.features,
      fsid: config.fsid
    }
    this.#requests = new Requests(
      { send: message => this.#keeper.send(message), explain: () => this.#explain() },
      clock,
      MAX_OUTSTANDING
    )
    this.#keeper = new SessionKeeper(
      {
        bootstrapTargets: signal => this.#bootstrapTargets(signal),
        monmapTargets: () => (this.#monmap === undefined ? [] : this.#targetsOf(this.#monmap)),
        opened: session => this.#opened(session),
        message: message => this.#dispatch(message),
        lost: cause => this.#lost(cause),
        failed: error => this.#end(error)
      },
      {
        session: this.#session,
        hunting: config.hunting,
        open,
        random: options.random ?? (() => randomBytes(4).readUInt32LE() / 0x1_0000_0000)
      }
    )
  }

  /** The cluster. */
  get fsid(): string {
    return this.monmap.fsid
  }

  /** Our global_id: this client is `client.<globalId>` to the cluster. */
  get globalId(): bigint {
    return this.#globalId
  }

  /** The newest monmap that has come. */
  get monmap(): MonMap {
    if (this.#monmap === undefined) throw new MonSessionError('There is no monmap before the first session')
    return this.#monmap
  }

  get state(): MonClientState {
    return this.#keeper.state
  }

  /** Undefined while there is no session. */
  get session(): SessionInfo | undefined {
    const session = this.#keeper.session
    if (session === undefined) return undefined
    const { protocol, conMode, roundTrip } = session.connection
    return { monitor: this.#nameOf(session.target), addr: formatTarget(session.target), protocol, conMode, roundTrip }
  }

  /** The present state, then each change; ends when the client is closed. */
  status(): AsyncIterable<MonClientStatus> {
    return this.#status.read()
  }

  /**
   * Runs a command of the monitors, or of the manager through them.
   *
   * @param cmd such as `{ prefix: 'osd pool create', pool: 'x', pg_num: 8 }`; arguments have the types of the command's
   * description
   * @throws MonCommandError when the cluster refuses; MonTimeoutError; MonOutcomeUnknownError with `resend: false`;
   * MonClientClosedError; the signal's reason; ConfigError for what is no command
   */
  async command(cmd: MonCommand, options: CommandOptions = {}): Promise<CommandReply> {
    const { input, ...request } = options
    const command = prepareCommand(cmd, input)
    return this.#run({
      ...request,
      what: `command ${command.prefix}`,
      encode: tid => encodeCommand(command, input, this.fsid, tid),
      replyType: monCommandAck.type,
      decode: reply => decodeCommandReply(reply, command.prefix)
    })
  }

  /**
   * Asks which versions of a map the monitors have.
   *
   * @throws MonTimeoutError, also for a client whose caps do not let it read that map: monitors do not answer it
   */
  async getVersion(map: VersionedMap, options: RequestOptions = {}): Promise<MapVersions> {
    return this.#run({
      ...options,
      what: `version of ${map}`,
      encode: tid => encodeGetVersion(map, tid),
      replyType: monGetVersionReply.type,
      readOnly: true,
      decode: decodeMapVersions
    })
  }

  /**
   * Asks one monitor how it is, on a connection of its own. Needs no quorum.
   *
   * @param monitor its name in the monmap, with or without `mon.`
   * @returns `{ health, mon_status }` as the monitor tells them
   * @throws ConfigError for a monitor that is not in the monmap; MonTimeoutError; what connecting throws; the signal's
   * reason
   */
  async ping(monitor: string, options: Pick<RequestOptions, 'signal' | 'timeout'> = {}): Promise<unknown> {
    if (this.state === 'closed') throw new MonClientClosedError()
    const name = monitor.replace(/^mon\./, '')
    const target = this.#targetsOf(this.monmap).find(target => target.name === name)
    if (target === undefined) {
      throw new ConfigError(`No monitor ${name} that this mode may use, there are ${this.monmap.ranks.join(', ')}`)
    }
    const timeout = options.timeout ?? this.#config.commandTimeout
    return withDeadline(`ping of mon.${name}`, { ...options, timeout }, this.#session.clock, signal =>
      pingMonitor(target, this.#session, signal)
    )
  }

  /**
   * Sends a KEEPALIVE2 to the monitor of the present session.
   *
   * @returns the round trip in milliseconds
   * @throws MonSessionError while there is no session; what ends it meanwhile; the signal's reason
   */
  async keepalive(options: Pick<RequestOptions, 'signal'> = {}): Promise<number> {
    const connection = this.#keeper.session?.connection
    if (connection === undefined) throw new MonSessionError('There is no session at present')
    return connection.keepalive2(options.signal === undefined ? {} : { signal: options.signal })
  }

  /** Ends the session and everything that waits: requests reject with MonClientClosedError. Idempotent. */
  async close(): Promise<void> {
    if (this.state === 'closed') return this.#keeper.close()
    const closing = this.#keeper.close()
    this.#end(new MonClientClosedError())
    await closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** @internal */
  open(signal: AbortSignal): Promise<void> {
    return this.#keeper.open(signal)
  }

  /** @internal Why monitors did not do, in the present hunt. */
  get attempts(): readonly MonHuntAttempt[] {
    return this.#keeper.attempts
  }

  #end(error: MonClientClosedError): void {
    this.#requests.rejectAll(error)
    this.#monmaps.end()
    this.#status.publish({ state: 'closed' })
    this.#resolveClosed()
  }

  #run<T>(request: Request<T>): Promise<T> {
    if (this.state === 'closed') return Promise.reject(new MonClientClosedError())
    const timeout = request.timeout ?? this.#config.commandTimeout
    if (!(Number.isFinite(timeout) && timeout >= 0)) {
      const message = 'Option timeout: expected a finite number of at least 0'
      return Promise.reject(new ConfigError(message, { option: 'timeout' }))
    }
    return this.#requests.run({ ...request, timeout })
  }

  async #bootstrapTargets(signal: AbortSignal): Promise<readonly MonTarget[]> {
    const { monitors } = await resolveMonitors(this.#config, { signal })
    return targetsOf(monitors, this.#config.msMode)
  }

  #targetsOf(monmap: MonMap): readonly MonTarget[] {
    return targetsOf(monitorsOfMonMap(monmap), this.#config.msMode)
  }

  #opened(session: MonSession): void {
    this.#globalId = session.globalId
    this.#gotMonMap(session.monmap)
    this.#subscriptions.want('monmap', { start: BigInt(this.monmap.epoch) + 1n })
    this.#subscriptions.sessionOpened()
    this.#sendSubscriptions()
    this.#requests.sessionOpened()
    const { target, globalId } = session
    this.#status.publish({
      state: 'have_session',
      monitor: this.#nameOf(target),
      addr: formatTarget(target),
      globalId
    })
  }

  #lost(cause: Error): void {
    this.#requests.sessionLost(cause)
    this.#status.publish({ state: 'hunting', cause })
  }

  /** @throws CodecError for a message that makes no sense */
  #dispatch(message: Message): void {
    switch (message.type) {
      case monMap.type:
        this.#followMonMap(decodeMonMap(message))
        break
      case monCommandAck.type:
        this.#requests.answer(message.tid, message)
        break
      case monGetVersionReply.type:
        this.#requests.answer(versionHandleOf(message), message)
        break
      default:
        break
    }
  }

  #followMonMap(monmap: MonMap): void {
    if (monmap.fsid !== this.fsid) {
      this.#keeper.reopen(new FsidMismatchError(this.fsid, monmap.fsid))
      return
    }
    const before = this.monmap
    if (!this.#gotMonMap(monmap)) return
    const addr = this.#keeper.session?.target.addr
    const has = (map: MonMap): boolean =>
      this.#targetsOf(map).some(target => addr !== undefined && sameEntityAddr(target.addr, addr))
    // An address that no map has had is one of a forwarded port: nothing follows from its absence.
    if (has(before) && !has(monmap)) this.#keeper.reopen(new MonSessionError('The monitor has left the monmap'))
  }

  /** @returns whether it is newer than the one before */
  #gotMonMap(monmap: MonMap): boolean {
    if (this.#monmap !== undefined && monmap.epoch <= this.#monmap.epoch) return false
    this.#monmap = monmap
    this.#subscriptions.got('monmap', BigInt(monmap.epoch))
    this.#monmaps.set(monmap)
    return true
  }

  #sendSubscriptions(): void {
    const what = this.#subscriptions.take()
    if (what !== undefined) this.#keeper.send(encodeMessage(monSubscribe, { what, hostname: hostname() }))
  }

  #nameOf(target: MonTarget): string {
    return nameInMonMap(this.monmap, target)
  }

  #explain(): string | undefined {
    if (this.state === 'have_session') return undefined
    const last = this.#keeper.attempts.at(-1)
    const reason = last?.error instanceof Error ? `: ${last.addr}: ${last.error.message}` : ''
    return `no monitor gives a session${reason}`
  }
}

import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { sameEntityAddr } from '@cephwire/codec'
import {
  decodeFront,
  encodeMessage,
  monCommandAck,
  monGetVersion,
  monGetVersionReply,
  monMap,
  monSubscribe
} from '@cephwire/messages'
import { systemClock } from '@cephwire/messenger'
import { decodeCommandReply, encodeCommand, prepareCommand } from './command.js'
import { resolveConfig } from './config/resolve-config.js'
import { resolveMonitors } from './config/resolve-monitors.js'
import { loadCredentials } from './credentials.js'
import { FsidMismatchError, MonClientClosedError, MonHuntError, MonSessionError, MonTimeoutError } from './errors.js'
import { Latest } from './latest.js'
import { decodeMonMap } from './mon-session.js'
import { formatTarget, monitorsOfMonMap, targetsOf } from './mon-target.js'
import { Requests } from './requests.js'
import { SessionKeeper } from './session-keeper.js'
import { StatusStream } from './status-stream.js'
import { Subscriptions } from './subscriptions.js'
import type { MonMap } from '@cephwire/maps'
import type { Clock, ConMode, Established, Message } from '@cephwire/messenger'
import type { CommandReply, MonCommand } from './command.js'
import type { ResolvedConfig } from './config/resolve-config.js'
import type { Credentials } from './credentials.js'
import type { MonSession } from './mon-session.js'
import type { MonTarget } from './mon-target.js'
import type { MonClientOptions } from './options.js'
import type { Request, RequestOptions } from './requests.js'
import type { MonClientState } from './session-state.js'
import type { MonClientStatus } from './status-stream.js'

/** Requests that may be outstanding (docs/limits.md). */
const MAX_OUTSTANDING = 16_384

/** How to treat a command. */
export interface CommandOptions extends RequestOptions {
  /** The command's input, as of `ceph -i`. */
  readonly input?: Uint8Array | undefined
}

/** Maps whose versions a monitor tells. */
export type VersionedMap = 'monmap' | 'osdmap' | 'mdsmap' | 'fsmap'

/** Which versions of a map there are. */
export interface MapVersions {
  readonly newest: bigint
  /** The oldest that is kept. */
  readonly oldest: bigint
}

/** How long to watch. */
export interface WatchOptions {
  /** Ends the iteration. */
  readonly signal?: AbortSignal
}

/** How the present session is spoken. */
export interface SessionInfo {
  /** The monitor's name in the monmap. */
  readonly monitor: string
  /** Such as `v2:10.0.0.1:3300/0`. */
  readonly addr: string
  readonly protocol: Established['protocol']
  readonly conMode: ConMode
  /** Milliseconds of the last answered keepalive; undefined before the first. */
  readonly roundTrip: number | undefined
}

/** A session with the monitors of a cluster, which outlives any one of them. */
export class MonClient implements AsyncDisposable {
  readonly #config: ResolvedConfig
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

  /** @internal use connect() */
  constructor(config: ResolvedConfig, credentials: Credentials, options: MonClientOptions) {
    const clock = options.clock ?? systemClock
    this.#config = config
    this.#requests = new Requests(
      { send: message => this.#keeper.send(message), explain: () => this.#explain() },
      clock,
      MAX_OUTSTANDING
    )
    this.#keeper = new SessionKeeper(
      {
        bootstrapTargets: () => this.#bootstrapTargets(),
        monmapTargets: () => (this.#monmap === undefined ? [] : this.#targetsOf(this.#monmap)),
        opened: session => this.#opened(session),
        message: message => this.#dispatch(message),
        lost: cause => this.#lost(cause)
      },
      {
        session: {
          credentials,
          msMode: config.msMode,
          keepalive: config.keepalive,
          clock,
          dial: options.dial,
          fsid: config.fsid
        },
        hunting: config.hunting,
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
      encode: tid => ({ ...encodeMessage(monGetVersion, { handle: tid, what: map }), tid }),
      replyType: monGetVersionReply.type,
      decode: reply => {
        const { version, oldestVersion } = decodeFront(monGetVersionReply, reply)
        return { newest: version, oldest: oldestVersion }
      }
    })
  }

  /** Ends the session and everything that waits: requests reject with MonClientClosedError. Idempotent. */
  async close(): Promise<void> {
    if (this.state === 'closed') return
    const closing = this.#keeper.close()
    this.#requests.rejectAll(new MonClientClosedError())
    this.#monmaps.end()
    this.#status.publish({ state: 'closed' })
    await closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** @internal */
  async open(signal: AbortSignal): Promise<void> {
    try {
      await this.#keeper.open(signal)
    } catch (error) {
      const attempts = [...this.#keeper.attempts]
      await this.close()
      if (signal.aborted && signal.reason instanceof MonTimeoutError && attempts.length > 0) {
        throw new MonHuntError(signal.reason.message, attempts, { cause: signal.reason })
      }
      throw error
    }
  }

  #run<T>(request: Request<T>): Promise<T> {
    if (this.state === 'closed') return Promise.reject(new MonClientClosedError())
    return this.#requests.run({ ...request, timeout: request.timeout ?? this.#config.commandTimeout })
  }

  async #bootstrapTargets(): Promise<readonly MonTarget[]> {
    const { monitors } = await resolveMonitors(this.#config)
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
        // By its handle: old monitors leave the header's tid 0.
        this.#requests.answer(decodeFront(monGetVersionReply, message).handle, message)
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

  /** The monitor's name in the monmap, where its address is known there. */
  #nameOf(target: MonTarget): string {
    for (const [name, { publicAddrs }] of this.monmap.mons) {
      if (publicAddrs.some(addr => sameEntityAddr(addr, target.addr))) return name
    }
    return target.name
  }

  #explain(): string | undefined {
    if (this.state === 'have_session') return undefined
    const last = this.#keeper.attempts.at(-1)
    const reason = last?.error instanceof Error ? `: ${last.addr}: ${last.error.message}` : ''
    return `no monitor gives a session${reason}`
  }
}

/**
 * Connects to a cluster.
 *
 * @param options none needed where a ceph.conf and a keyring are in their usual places
 * @returns a client with a session and the monmap
 * @throws ConfigError, KeyringError for what somebody must correct; AuthError when the cluster refuses the
 * credentials; MonHuntError when no monitor gives a session; MonTimeoutError; the signal's reason
 */
export async function connect(options: MonClientOptions = {}): Promise<MonClient> {
  options.signal?.throwIfAborted()
  const config = await resolveConfig(options)
  const credentials = await loadCredentials(config)
  const client = new MonClient(config, credentials, options)
  await openInTime(client, config.connectTimeout, options.clock ?? systemClock, options.signal)
  if (options.signal !== undefined) closeWith(client, options.signal)
  return client
}

async function openInTime(
  client: MonClient,
  timeout: number,
  clock: Clock,
  signal: AbortSignal | undefined
): Promise<void> {
  const giveUp = new AbortController()
  const done = new AbortController()
  const abort = (): void => giveUp.abort(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  if (timeout > 0) {
    clock.sleep(timeout, { signal: done.signal }).then(
      () => giveUp.abort(new MonTimeoutError({ what: 'connect', timeout })),
      () => undefined
    )
  }
  try {
    await client.open(giveUp.signal)
  } finally {
    done.abort()
    signal?.removeEventListener('abort', abort)
  }
}

/** The option `signal` ends the client for good. */
function closeWith(client: MonClient, signal: AbortSignal): void {
  if (signal.aborted) void client.close()
  else signal.addEventListener('abort', () => void client.close(), { once: true })
}

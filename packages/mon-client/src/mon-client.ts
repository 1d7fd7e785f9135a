import { MonClientCore } from './mon-client-core.js'
import { blocklistAdd } from './blocklist-add.js'
import { clusterLog } from './cluster-log.js'
import { lazyDaemons } from './daemons/lazy.js'
import { MonSessionError } from './errors.js'
import { getOsdMaps } from './get-osd-maps.js'
import { versionRequest } from './get-version.js'
import { formatTarget } from './mon-target.js'
import { getConfig, ping, tell } from './own-requests.js'
import { createPoolOps } from './pool-ops.js'
import { poolStatsRequest } from './requests/pool-stats.js'
import { statfsRequest } from './requests/statfs.js'
import { waitForMap } from './wait-for-map.js'
import { createWatch } from './watch/watch.js'
import type { MonMap } from '@cephwire/maps'
import type { CommandOptions, MapVersions, SessionInfo, StatfsOptions, VersionedMap } from './client-types.js'
import type { CommandReply, MonCommand } from './command.js'
import type { MessageHandler } from './dispatcher.js'
import type { MonHuntAttempt } from './errors.js'
import type { ResolvedConfig } from './config/resolve-config.js'
import type { Credentials } from './credentials.js'
import type { ClusterLogOptions } from './cluster-log.js'
import type { GetOsdMapsOptions } from './get-osd-maps.js'
import type { GetConfigOptions, WaitOptions } from './own-requests.js'
import type { PoolOps } from './pool-ops.js'
import type { OSDMaps } from './requests/get-osd-maps.js'
import type { PoolStats } from './requests/pool-stats.js'
import type { MonClientOptions } from './options.js'
import type { BlocklistAddOptions } from './blocklist-add.js'
import type { RequestOptions } from './requests.js'
import type { ClusterStats } from './requests/statfs.js'
import type { OpenSession } from './session-keeper.js'
import type { MonClientState } from './session-state.js'
import type { MonClientStatus } from './status-stream.js'
import type { MapName } from './wait-for-map.js'
import type { Watch } from './watch/watch.js'

/** A session with the monitors of a cluster, which outlives any one of them. */
export class MonClient implements AsyncDisposable {
  readonly #core: MonClientCore
  /** What monitors push: maps, the log, health, configuration. */
  readonly watch: Watch
  /** Creates and deletes pools and their snapshots. */
  readonly pools: PoolOps

  /** @internal use connect() */
  constructor(config: ResolvedConfig, credentials: Credentials, options: MonClientOptions, open?: OpenSession) {
    this.#core = new MonClientCore(this, config, credentials, options, open)
    this.watch = createWatch(this.#core.watches)
    this.pools = createPoolOps(this.#core)
  }

  /** The cluster. */
  get fsid(): string {
    return this.monmap.fsid
  }

  /** Our global_id: this client is `client.<globalId>` to the cluster. */
  get globalId(): bigint {
    return this.#core.globalId
  }

  /** The newest monmap that has come. */
  get monmap(): MonMap {
    return this.#core.monmap
  }

  get state(): MonClientState {
    return this.#core.state
  }

  /** Undefined while there is no session. */
  get session(): SessionInfo | undefined {
    const session = this.#core.keeper.session
    if (session === undefined) return undefined
    const { protocol, conMode, roundTrip } = session.connection
    const { target } = session
    return { monitor: this.#core.nameOf(target), addr: formatTarget(target), protocol, conMode, roundTrip }
  }

  /** The present state, then each change; ends when the client is closed. */
  status(): AsyncIterable<MonClientStatus> {
    return this.#core.status.read()
  }

  /**
   * Runs a command of the monitors, or of the manager through them.
   *
   * @param cmd such as `{ prefix: 'osd pool create', pool: 'x', pg_num: 8 }`; arguments have the types of the command's
   * description, a whole number for a CephFloat is `new CephFloat(1)`
   * @throws MonCommandError when the cluster refuses; MonTimeoutError; MonOutcomeUnknownError with `resend: false`;
   * MonClientClosedError; the signal's reason; ConfigError for what is no command
   */
  command(cmd: MonCommand, options: CommandOptions = {}): Promise<CommandReply> {
    return this.#core.command(cmd, options)
  }

  /**
   * Asks which versions of a map the monitors have.
   *
   * @throws MonTimeoutError, also for a client whose caps do not let it read that map: monitors do not answer it
   */
  getVersion(map: VersionedMap, options: RequestOptions = {}): Promise<MapVersions> {
    return this.#core.run({ ...options, ...versionRequest(map) })
  }

  /**
   * How full the cluster is, or a pool.
   *
   * @throws MonTimeoutError, also without the caps `mon r`, and for a pool that does not exist: monitors do not answer it
   */
  async statfs({ pool, ...options }: StatfsOptions = {}): Promise<ClusterStats> {
    const otherwise = pool === undefined ? {} : { otherwise: `there is no pool ${pool}` }
    return this.#core.run({ ...options, ...statfsRequest(this.fsid, pool), silence: { caps: 'mon r', ...otherwise } })
  }

  /**
   * What pools hold, by name; pools that do not exist are left out.
   *
   * @throws MonTimeoutError, also without the caps `mon r`: monitors do not answer it then
   */
  async poolStats(pools: readonly string[], options: RequestOptions = {}): Promise<ReadonlyMap<string, PoolStats>> {
    return this.#core.run({ ...options, ...poolStatsRequest(this.fsid, pools), silence: { caps: 'mon r' } })
  }

  /**
   * Osdmaps of the past, as they were encoded: those of the range that are still kept.
   *
   * @throws ConfigError for what is no range, or more than the client keeps; MonTimeoutError; the signal's reason
   */
  async getOsdMaps(from: number, to: number, options: GetOsdMapsOptions = {}): Promise<OSDMaps> {
    return getOsdMaps(this.#core, from, to, options)
  }

  /**
   * Writes into the cluster log, each line of the text as an entry, and waits until it is there. Once, also when the
   * session is lost meanwhile.
   *
   * @throws ConfigError for nothing, too much or no channel; MonTimeoutError, also without the caps `mon w`; the signal's
   * reason
   */
  async log(text: string, options: ClusterLogOptions = {}): Promise<void> {
    return clusterLog(this.#core, text, options)
  }

  /**
   * Keeps clients at an address from the OSDs, and waits for the osdmap that says so. Falls back to "osd blacklist" with
   * monitors that do not know the newer word.
   *
   * @param addr of a client as Ceph prints it, `10.0.0.1:0/123`; with nonce 0 all of a host
   * @throws ConfigError for what is no address; as command() does
   */
  async blocklistAdd(addr: string, options: BlocklistAddOptions = {}): Promise<void> {
    return blocklistAdd(this.#core, addr, options)
  }

  /**
   * Waits until the cluster has a map of at least this epoch.
   *
   * @throws MonTimeoutError, also without the caps to read that map; MonClientClosedError; the signal's reason
   */
  async waitForMap(map: MapName, epoch: number, options: WaitOptions = {}): Promise<void> {
    return waitForMap(this.#core, map, epoch, options)
  }

  /**
   * Asks one monitor how it is, on a connection of its own. Needs no quorum.
   *
   * @param monitor its name in the monmap, with or without `mon.`
   * @returns `{ health, mon_status }` as the monitor tells them
   * @throws ConfigError for a monitor that is not in the monmap; MonTimeoutError; what connecting throws; the signal's
   * reason
   */
  async ping(monitor: string, options: WaitOptions = {}): Promise<unknown> {
    return ping(this.#core, monitor, options)
  }

  /**
   * Gives one daemon a command of its own, as `ceph tell osd.0 version`, on a connection for that alone. Where the daemon
   * is comes from the maps, which are asked for then; while it cannot be reached it is tried again.
   *
   * @param target `mon.` and a name or rank in the monmap, `mgr` for the active manager or `mgr.x`, `osd.3`, `mds.` and a
   * name, global_id, rank or `FS:RANK`; a placement group such as `1.0` for the OSD that leads it
   * @throws ConfigError for what is no target; TargetError for one that the maps do not have, or not up; otherwise as
   * command()
   */
  async tell(target: string, cmd: MonCommand, options: CommandOptions = {}): Promise<CommandReply> {
    return tell(this.#core, target, cmd, options)
  }

  /**
   * Whom a target stands for: `osd.*`, `mon.*` and `mds.*` for all that there are, `mgr.*` for the active manager; any
   * other for itself.
   *
   * @throws ConfigError for what is no target; MonTimeoutError, also without the caps to read the map; the signal's reason
   */
  async tellTargets(target: string, options: WaitOptions = {}): Promise<readonly string[]> {
    return (await lazyDaemons.load()).tellTargets(this.#core, target, options)
  }

  /**
   * Runs a command of the manager by asking it directly, as `rados_mgr_command` does. Waits for a manager where there is
   * none, and asks the next when it fails over.
   *
   * @throws as command()
   */
  async mgrCommand(cmd: MonCommand, options: CommandOptions = {}): Promise<CommandReply> {
    return (await lazyDaemons.load()).commandMgr(this.#core, cmd, options)
  }

  /**
   * The options that the monitors' config database has for an entity, on a connection of its own.
   *
   * @throws AuthError for what is no entity; MonTimeoutError; what connecting throws; the signal's reason
   */
  async getConfig(options: GetConfigOptions = {}): Promise<ReadonlyMap<string, string>> {
    return getConfig(this.#core, options)
  }

  /**
   * Sends a KEEPALIVE2 to the monitor of the present session.
   *
   * @returns the round trip in milliseconds
   * @throws MonSessionError while there is no session; what ends it meanwhile; MonTimeoutError after
   * `keepalive.timeout`; the signal's reason
   */
  async keepalive(options: Pick<RequestOptions, 'signal'> = {}): Promise<number> {
    const connection = this.#core.keeper.session?.connection
    if (connection === undefined) throw new MonSessionError('There is no session at present')
    const { timeout } = this.#core.config.keepalive
    return this.#core.inTime('keepalive', { ...options, timeout }, signal => connection.keepalive2({ signal }))
  }

  /**
   * Offers messages that nothing else takes: of types that this client does not know, and maps that nobody watches. The
   * newest handler is asked last; one that returns true has taken the message.
   *
   * @returns takes the handler away
   */
  onMessage(handler: MessageHandler): () => void {
    return this.#core.dispatcher.onMessage(handler)
  }

  /** Ends the session and everything that waits: requests reject with MonClientClosedError. Idempotent. */
  close(): Promise<void> {
    return this.#core.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** @internal */
  open(signal: AbortSignal): Promise<void> {
    return this.#core.keeper.open(signal)
  }

  /** @internal Resolves when the client has ended. */
  get closed(): Promise<void> {
    return this.#core.closed
  }

  /** @internal Why monitors did not do, in the present hunt. */
  get attempts(): readonly MonHuntAttempt[] {
    return this.#core.keeper.attempts
  }
}

import { createAuthServer, KeyServer } from '@cephwire/auth/server'
import { formatEntityAddrvec } from '@cephwire/codec'
import { ServiceId } from '@cephwire/auth'
import { CommandTable } from './command-table.js'
import { builtinCommands } from './commands/index.js'
import { tellCommands } from './tell-commands.js'
import { ClusterState } from './state/cluster-state.js'
import { TestMonitor } from './test-monitor.js'
import { TestMonitorError } from './errors.js'
import { authMethods, conModes, keyTypes, placeOf, planMonitors } from './options.js'
import { defaultTestMonitorLimits } from './limits.js'
import { formatConf, formatKeyring, writeConfFiles } from './conf.js'
import { join } from 'node:path'
import type { AuthChange, AuthEntry } from './state/auth-state.js'
import type { ClusterContext } from './monitor-context.js'
import type { MsMode } from './conf.js'
import type { NewLogEntry } from './state/log-state.js'
import type { TestClusterOptions } from './options.js'
import type { TestMonitorInit } from './test-monitor.js'

/** How `conf` and `writeConf` differ for a reader. */
export interface ConfOptions {
  /** Only addresses of msgr1 (`legacy`), or msgr2 in one mode. Default: whatever the reader prefers. */
  readonly msMode?: MsMode
  /** The directory as the reader sees it, in a container or chroot. Default: as it is given. */
  readonly dirInside?: string
  /** More lines for [global]. */
  readonly settings?: Readonly<Record<string, string>>
}

const allowAll = { mon: 'allow *', osd: 'allow *', mds: 'allow *', mgr: 'allow *' }

/** Monitors that share one state, in this process. */
export class TestCluster implements AsyncDisposable {
  /** Everything the monitors agree on. */
  readonly state: ClusterState
  /** What `ceph` can ask; add your own. */
  readonly commands: CommandTable = new CommandTable()
  /** What `ceph tell mon.a` can ask. */
  readonly tellCommands: CommandTable = new CommandTable()
  readonly #auth: 'cephx' | 'none'
  readonly #place: Pick<TestMonitorInit, 'listen' | 'host'>
  readonly #context: ClusterContext
  readonly #keyServer: KeyServer
  readonly #stopListening: () => void
  #monitors: readonly TestMonitor[]

  /** @internal use createTestCluster() */
  constructor(options: TestClusterOptions, monitors: readonly TestMonitor[]) {
    const { auth = 'cephx', keyType = 'aes', msModes = ['secure', 'crc'], clock, random } = options
    this.#auth = auth
    this.#place = placeOf(options)
    this.#monitors = monitors
    const state = new ClusterState({
      fsid: options.fsid,
      mons: monitors.map(({ name, listensAt }) => ({ name, addrs: listensAt })),
      keyType: keyTypes[keyType],
      clock,
      random,
      startTime: options.startTime
    })
    this.state = state
    const wallClock = { now: () => state.time.millis() }
    const { authTicketTtl, serviceTicketTtl } = options
    this.#keyServer = new KeyServer({
      keyType: keyTypes[keyType],
      clock: wallClock,
      random,
      authTicketTtl,
      serviceTicketTtl
    })
    this.#context = {
      state,
      commands: this.commands,
      tellCommands: this.tellCommands,
      authServer: createAuthServer({
        keys: entity => state.auth.get(entity),
        methods: [authMethods[auth]],
        modes: msModes.map(mode => conModes[mode]),
        keyServer: this.#keyServer,
        allocateGlobalId: () => state.auth.nextGlobalId(),
        clock: wallClock,
        random
      }),
      limits: { ...defaultTestMonitorLimits, ...options.limits },
      monLease: options.monLease ?? 5000,
      digestPeriod: options.digestPeriod ?? 5000,
      monitors: () => this.#monitors
    }
    state.auth.set('mon.', { caps: { mon: 'allow *' } })
    state.auth.set('client.admin', { caps: allowAll })
    for (const command of builtinCommands) this.commands.register(command)
    for (const command of tellCommands) this.tellCommands.register(command)
    for (const monitor of monitors) monitor.attach(this.#context)
    this.#stopListening = state.onChange(topic => {
      for (const monitor of this.#monitors) monitor.publish(topic)
    })
  }

  get fsid(): string {
    return this.state.fsid
  }

  /** All monitors, also those that do not run. */
  get monitors(): readonly TestMonitor[] {
    return this.#monitors
  }

  /** @throws TestMonitorError when there is none of this name */
  monitor(name: string): TestMonitor {
    const monitor = this.#monitors.find(monitor => monitor.name === name)
    if (monitor === undefined) throw new TestMonitorError(`There is no monitor ${JSON.stringify(name)}`)
    return monitor
  }

  /** The addresses of all monitors, as `mon_host` has them. */
  get monHost(): string {
    return this.#monitors.map(({ addrs }) => formatEntityAddrvec(addrs)).join(' ')
  }

  /** The key of client.admin in base64. */
  get adminKey(): string {
    return this.state.auth.get('client.admin')?.key.toBase64() ?? ''
  }

  /** The keys of all but the monitors, as the text of a keyring. */
  get keyring(): string {
    return formatKeyring(this.state.auth.entries.filter(({ entity }) => entity.id !== ''))
  }

  /** The text of a ceph.conf whose keyring lies in a directory. */
  conf(dir: string, { msMode, dirInside = dir, settings }: ConfOptions = {}): string {
    const legacy = this.#monitors.map(({ v1Addr: { host, port } }) => `[v1:${hostText(host)}:${port}/0]`).join(' ')
    return formatConf({
      fsid: this.fsid,
      monHost: msMode === 'legacy' ? legacy : this.monHost,
      auth: this.#auth,
      keyring: join(dirInside, 'keyring'),
      msMode,
      settings
    })
  }

  /**
   * Writes `ceph.conf` and `keyring` into a directory, for Ceph's own clients.
   *
   * @returns the path of the ceph.conf
   * @throws TestMonitorError for a directory of a real cluster
   */
  async writeConf(dir: string, options: ConfOptions = {}): Promise<string> {
    await writeConfFiles(dir, { conf: this.conf(dir, options), keyring: this.keyring })
    return join(dir, 'ceph.conf')
  }

  /** Lets somebody in, with a fresh key unless one is given: `addEntity('client.app', { caps: { mon: 'allow r' } })` */
  addEntity(entity: string, change: AuthChange = {}): AuthEntry & { readonly keyText: string } {
    const entry = this.state.auth.set(entity, change)
    return { ...entry, keyText: entry.key.toBase64() }
  }

  /** Writes lines into the cluster log. */
  log(...entries: readonly (NewLogEntry | string)[]): void {
    this.state.log.append(...entries)
  }

  /** A new epoch of a map in which nothing else is new. @returns the epoch */
  bump(map: 'monmap' | 'osdmap' | 'mgrmap' | 'fsmap' | 'servicemap'): number {
    this.state[map].bump()
    return this.state[map].epoch
  }

  /** Makes every ticket that was handed out worthless, and so every reclaimed global_id. */
  expireTickets(): void {
    for (const service of Object.values(ServiceId)) this.#keyServer.wipe(service)
  }

  /** Starts a monitor more, and adds it to the map. */
  async addMonitor(name: string, ports: { readonly v2?: number; readonly v1?: number } = {}): Promise<TestMonitor> {
    if (this.#monitors.some(monitor => monitor.name === name)) {
      throw new TestMonitorError(`There is a monitor ${JSON.stringify(name)} already`)
    }
    const monitor = new TestMonitor({ name, ...this.#place, ports: { v2: ports.v2 ?? 0, v1: ports.v1 ?? 0 } })
    monitor.attach(this.#context)
    await monitor.listen()
    this.#monitors = [...this.#monitors, monitor]
    this.state.monmap.addMon({ name, addrs: monitor.listensAt })
    await monitor.start()
    return monitor
  }

  /** Takes a monitor out of the map, and stops it. */
  async removeMonitor(name: string): Promise<void> {
    const monitor = this.monitor(name)
    if (this.state.monmap.rankOf(name) >= 0) this.state.monmap.removeMon(name)
    this.#monitors = this.#monitors.filter(other => other !== monitor)
    await monitor.stop()
  }

  /** Stops all monitors and leaves nothing behind. */
  async stop(): Promise<void> {
    this.#stopListening()
    await Promise.all(this.#monitors.map(monitor => monitor.stop()))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }
}

const hostText = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/** Starts monitors on 127.0.0.1 and resolves when they are a quorum. */
export async function createTestCluster(options: TestClusterOptions = {}): Promise<TestCluster> {
  const monitors = planMonitors(options).map(plan => new TestMonitor(plan))
  try {
    await Promise.all(monitors.map(monitor => monitor.listen()))
    const cluster = new TestCluster(options, monitors)
    await Promise.all(monitors.map(monitor => monitor.start()))
    return cluster
  } catch (error) {
    await Promise.all(monitors.map(monitor => monitor.stop()))
    throw error
  }
}

/** Starts a cluster of one monitor. */
export function createTestMonitor(options: TestClusterOptions = {}): Promise<TestCluster> {
  return createTestCluster({ monitors: 1, ...options })
}

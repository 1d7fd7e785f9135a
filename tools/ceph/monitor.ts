import { join } from 'node:path'
import { askAdminSocket } from './admin-socket.js'
import type { Home } from './home.js'
import { Daemon } from './process.js'
import { until } from './until.js'

/** Where a monitor listens with one version of the messenger. */
export interface MonitorAddr {
  readonly host: string
  readonly port: number
}

/** What `mon_status` says, as far as tests read it. */
export interface MonStatus {
  readonly name: string
  readonly rank: number
  readonly state: string
  readonly election_epoch: number
  readonly quorum: readonly number[]
  readonly [field: string]: unknown
}

/** One real monitor that a test can end, stop and start. */
export class Monitor {
  readonly name: string
  readonly v2: MonitorAddr
  readonly v1: MonitorAddr
  readonly #home: Home
  #daemon: Daemon | undefined

  constructor(home: Home, name: string, ports: { readonly v2: number; readonly v1: number }) {
    this.#home = home
    this.name = name
    this.v2 = { host: '127.0.0.1', port: ports.v2 }
    this.v1 = { host: '127.0.0.1', port: ports.v1 }
  }

  /** Its addresses as ceph.conf and monmaptool write them. */
  get addrvec(): string {
    return `[v2:${this.v2.host}:${this.v2.port},v1:${this.v1.host}:${this.v1.port}]`
  }

  /** The running process, or 0. */
  get pid(): number {
    return this.running ? this.#daemon!.pid : 0
  }

  get running(): boolean {
    return this.#daemon?.running ?? false
  }

  /** Starts the process and resolves when it answers on its admin socket; the quorum may come later. */
  async start(): Promise<void> {
    if (this.running) return
    const command = this.#home.command('ceph-mon', '-i', this.name, '-f')
    this.#daemon = new Daemon(command, join(this.#home.host, 'log', `mon.${this.name}.out`))
    await until(`mon.${this.name} answers`, () => this.answers(), { log: () => this.logTail() })
  }

  /** Ends the process, at once unless a gentler signal is named, and resolves when it is gone. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.#daemon?.end(signal)
  }

  /** Stops the process as a hung machine would: its connections stay open and silent. */
  pause(): void {
    this.#daemon?.signal('SIGSTOP')
  }

  /** Lets a paused process run on. */
  resume(): void {
    this.#daemon?.signal('SIGCONT')
  }

  /** Asks the monitor itself, past any client, over its admin socket. */
  async admin(prefix: string, args: Record<string, unknown> = {}): Promise<unknown> {
    const path = join(this.#home.host, 'run', `mon.${this.name}.asok`)
    return JSON.parse(await askAdminSocket(path, { ...args, prefix, format: 'json' }))
  }

  /** The monitor's own view of the quorum. */
  async status(): Promise<MonStatus> {
    return (await this.admin('mon_status')) as MonStatus
  }

  /**
   * Whether it belongs to a quorum of so many and serves clients: a new cluster's first maps come a moment after
   * its first quorum, and until then a monitor turns clients away with EBUSY.
   */
  async inQuorumOf(count: number): Promise<boolean> {
    if (!this.running) return false
    try {
      const { state, quorum } = await this.status()
      if ((state !== 'leader' && state !== 'peon') || quorum.length !== count) return false
      const { cluster } = (await this.admin('perf dump')) as { cluster?: { osd_epoch: number } }
      return (cluster?.osd_epoch ?? 0) > 0
    } catch {
      return false
    }
  }

  /** The end of its log. */
  logTail(): string {
    return this.#home.logTail(`mon.${this.name}`)
  }

  private async answers(): Promise<boolean> {
    if (!this.running) throw new Error(`mon.${this.name} ended while it started\n${this.logTail()}`)
    return await this.status().then(
      () => true,
      () => false
    )
  }
}

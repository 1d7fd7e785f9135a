import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clientConf, daemonConf } from './conf.js'
import { startManager, startOsd } from './daemons.js'
import { Home } from './home.js'
import { Monitor } from './monitor.js'
import { freePorts } from './ports.js'
import type { Daemon, Finished, RunOptions } from './process.js'
import { mustRun, removeDirectory, run } from './process.js'
import type { Program, Release } from './releases.js'
import { cephInstalled, inside, prepareRoot } from './releases.js'
import { until } from './until.js'

/** What kind of cluster to start; everything has a default. */
export interface ClusterInit {
  /** `pacific`, the packages of the host, unless said. */
  readonly release?: Release
  /** 3 unless said. */
  readonly monitors?: number
  readonly auth?: 'cephx' | 'none'
  /** Of every key in the keyring; `aes256k` needs tentacle. Unless said, what the release makes by itself. */
  readonly keyType?: 'aes' | 'aes256k'
  /** More lines for [global], in the daemons' ceph.conf and in the clients'. */
  readonly settings?: Readonly<Record<string, string>>
  /** One manager, `mgr.x`. */
  readonly mgr?: boolean
  /** How many OSDs, which keep their objects in memory. */
  readonly osds?: number
}

/** A running cluster. */
export interface Cluster {
  readonly release: Release
  readonly fsid: string
  /** Everything the cluster writes lies in this directory of the host. */
  readonly dir: string
  /** ceph.conf for a client on the host. */
  readonly conf: string
  /** The keyring of client.admin and of the monitors, on the host. */
  readonly keyring: string
  /** All monitors as ceph.conf's `mon_host` names them. */
  readonly monHost: string
  /** client.admin's key in base64. */
  readonly adminKey: string
  readonly monitors: readonly Monitor[]
  /** Runs this release's `ceph` against the cluster. */
  ceph: (args: readonly string[], options?: RunOptions) => Promise<Finished>
  /** Adds one more monitor to the running cluster, with the next letter for a name; resolves before its quorum. */
  addMonitor: () => Promise<Monitor>
  /** Resolves when these monitors, all unless said, are the quorum. */
  waitForQuorum: (names?: readonly string[], timeout?: number) => Promise<void>
  /** Ends the daemons started here and removes the directory; a second call does nothing. */
  stop: () => Promise<void>
}

/** Starts a real cluster on 127.0.0.1 and resolves when all its monitors are the quorum. */
export async function startCluster(init: ClusterInit = {}): Promise<Cluster> {
  const release = init.release ?? 'pacific'
  const programs: Program[] = ['ceph-mon', 'ceph']
  if (init.mgr === true) programs.push('ceph-mgr')
  if ((init.osds ?? 0) > 0) programs.push('ceph-osd')
  for (const program of programs) {
    if (!cephInstalled(release, program)) throw new Error(`${program} (${release}) is not installed`)
  }
  prepareRoot(release)
  for (let attempt = 1; ; attempt++) {
    const cluster = new RealCluster(release, init, await freePorts(2 * (init.monitors ?? 3)))
    try {
      await cluster.start(init)
      return cluster
    } catch (error) {
      await cluster.stop()
      // Somebody else may have taken a port since it was found free.
      if (attempt === 3 || !/Address already in use|unable to bind/i.test(String(error))) throw error
    }
  }
}

class RealCluster implements Cluster {
  readonly release: Release
  readonly fsid = randomUUID()
  readonly conf: string
  readonly keyring: string
  readonly monHost: string
  readonly monitors: Monitor[]
  readonly #home: Home
  readonly #others: Daemon[] = []
  adminKey = ''

  constructor(release: Release, init: ClusterInit, ports: readonly number[]) {
    const home = new Home(release)
    this.#home = home
    this.release = release
    this.conf = join(home.host, 'ceph.conf')
    this.keyring = join(home.host, 'keyring')
    this.monitors = Array.from({ length: ports.length / 2 }, (_, i) => {
      return new Monitor(home, monitorName(i), { v2: ports[2 * i]!, v1: ports[2 * i + 1]! })
    })
    this.monHost = this.monitors.map(monitor => monitor.addrvec).join(' ')
    const names = this.monitors.map(monitor => monitor.name)
    const { auth = 'cephx', settings = {} } = init
    const conf = { fsid: this.fsid, names, monHost: this.monHost, auth, settings }
    writeFileSync(this.conf, clientConf({ ...conf, dir: home.host }))
    writeFileSync(join(home.host, 'daemons.conf'), daemonConf({ ...conf, dir: home.inner }))
  }

  get dir(): string {
    return this.#home.host
  }

  async start(init: ClusterInit): Promise<void> {
    await Promise.all([this.#makeKeyring(init.keyType), this.#makeMonmap()])
    await Promise.all(this.monitors.map(monitor => this.#makeStore(monitor, 'monmap')))
    // From the highest rank down: whoever calls an election already knows the rest, so one round decides it.
    for (const monitor of [...this.monitors].reverse()) await monitor.start()
    await this.waitForQuorum()
    if (init.mgr === true) this.#others.push(await startManager(this, this.#home))
    for (let id = 0; id < (init.osds ?? 0); id++) this.#others.push(await startOsd(this, this.#home, id))
  }

  async ceph(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
    return await run(this.#home.command('ceph', ...args), options)
  }

  async addMonitor(): Promise<Monitor> {
    const [v2, v1] = (await freePorts(2)) as [number, number]
    const monitor = new Monitor(this.#home, monitorName(this.monitors.length), { v2, v1 })
    const monmap = `monmap.${monitor.name}`
    await mustRun(this.#home.command('ceph', 'mon', 'getmap', '-o', `${this.#home.inner}/${monmap}`))
    // With an address of its own it asks the others to be taken in: `ceph mon add` of some releases takes no addrvec.
    appendFileSync(join(this.dir, 'daemons.conf'), `[mon.${monitor.name}]\npublic_addrv = ${monitor.addrvec}\n`)
    mkdirSync(join(this.dir, `mon.${monitor.name}`))
    await this.#makeStore(monitor, monmap)
    this.monitors.push(monitor)
    await monitor.start()
    return monitor
  }

  async waitForQuorum(
    names: readonly string[] = this.monitors.map(monitor => monitor.name),
    timeout = 60_000
  ): Promise<void> {
    const members = this.monitors.filter(monitor => names.includes(monitor.name))
    const quorate = async (): Promise<boolean> => {
      const each = await Promise.all(members.map(monitor => monitor.inQuorumOf(members.length)))
      return each.every(Boolean)
    }
    const log = (): string => members.map(monitor => monitor.logTail()).join('\n')
    await until(`quorum of ${names.join(', ')}`, quorate, { timeout, log })
  }

  async stop(): Promise<void> {
    await Promise.all(this.#others.map(daemon => daemon.end()))
    await Promise.all(this.monitors.map(monitor => monitor.kill('SIGTERM')))
    removeDirectory(this.dir)
  }

  /** @param monmap file in the cluster's directory */
  async #makeStore({ name }: Monitor, monmap: string): Promise<void> {
    const { inner } = this.#home
    const files = ['--monmap', `${inner}/${monmap}`, '--keyring', `${inner}/keyring`]
    await mustRun(this.#home.command('ceph-mon', '--mkfs', '-i', name, ...files))
  }

  async #makeKeyring(keyType: string | undefined): Promise<void> {
    const { inner } = this.#home
    const type = keyType === undefined ? [] : ['--key-type', keyType]
    const authtool = async (...args: string[]): Promise<unknown> =>
      mustRun(inside(this.release, ['ceph-authtool', `${inner}/keyring`, ...args, ...type]))
    const caps = ['mon', 'osd', 'mds', 'mgr'].flatMap(service => ['--cap', service, 'allow *'])
    await authtool('--create-keyring', '--gen-key', '-n', 'mon.', '--cap', 'mon', 'allow *')
    await authtool('--gen-key', '-n', 'client.admin', ...caps)
    const section = readFileSync(this.keyring, 'utf8').split('[client.admin]')[1]
    this.adminKey = /key = (\S+)/.exec(section ?? '')?.[1] ?? ''
  }

  async #makeMonmap(): Promise<void> {
    const monitors = this.monitors.flatMap(monitor => ['--addv', monitor.name, monitor.addrvec])
    const file = `${this.#home.inner}/monmap`
    await mustRun(inside(this.release, ['monmaptool', '--create', '--fsid', this.fsid, ...monitors, file]))
    for (const monitor of this.monitors) mkdirSync(join(this.dir, `mon.${monitor.name}`))
  }
}

/** a, b, c, … */
function monitorName(index: number): string {
  return String.fromCharCode(97 + index)
}

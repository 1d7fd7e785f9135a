import { createTestCluster, CommandError } from '@cephwire/test-monitor'
import type { TestCluster, TestMonitor } from '@cephwire/test-monitor'
import type { Clock } from '@cephwire/messenger'
import type { MemoryNetwork, NetworkFault } from '@cephwire/messenger/testing'
import type { Random } from './random.js'
import type { Change, Mishap, Setup } from './schedule.js'

/** What a simulated cluster is made of. */
export interface SimClusterInit {
  readonly setup: Setup
  readonly clock: Clock
  readonly network: MemoryNetwork
  readonly random: Random
  /** Told of each execution of a command, by its token. */
  readonly executed: (token: string) => void
  /** Told at the end of a time in which nothing came from a monitor. */
  readonly cutOff: (monitor: string, since: number) => void
}

const EINVAL = -22
/** Of what goes wrong in a network, what lets nothing come from a monitor. */
const SILENCING: readonly NetworkFault[] = ['partition', 'to-client', 'stall']

/** Monitors to which things happen, and to which they can be undone. */
export class SimCluster {
  readonly cluster: TestCluster
  /** The levels of the lines in the log, which are numbered. */
  readonly lines: number[] = []
  readonly #init: SimClusterInit
  /** What is wrong, by what ends it. */
  readonly #ongoing = new Map<() => Promise<void> | void, AbortController>()
  #disturbed = 0

  private constructor(cluster: TestCluster, init: SimClusterInit) {
    this.cluster = cluster
    this.#init = init
    this.#register('sim read', 'r')
    this.#register('sim write', 'rw')
    this.#register('sim refuse', 'r')
    cluster.state.usage = { kb: 1000n, kbUsed: 400n, kbAvail: 600n, numObjects: 7n }
    this.#countSaid()
  }

  /** What clients have said in the log: that is executed, too. */
  #countSaid(): void {
    const { state } = this.cluster
    let seen = 0
    state.onChange('log', () => {
      const { entries } = state.log
      for (const { entry } of entries.slice(seen)) if (entry.msg.startsWith('said-')) this.#init.executed(entry.msg)
      seen = entries.length
    })
  }

  static async start(init: SimClusterInit): Promise<SimCluster> {
    const { setup, clock, network, random } = init
    const cluster = await createTestCluster({
      monitors: setup.monitors,
      auth: setup.auth,
      clock,
      listen: network.listen,
      random: length => random.bytes(length),
      startTime: 1_700_000_000_000
    })
    return new SimCluster(cluster, init)
  }

  /** A command that answers with its token, and a padding, after some time. */
  #register(prefix: string, perm: string): void {
    const { clock, executed } = this.#init
    this.cluster.commands.register({
      signature: `${prefix} name=token,type=CephString name=work,type=CephInt name=output,type=CephInt`,
      perm,
      handler: async ({ args, input }) => {
        const token = args.string('token')
        executed(token)
        const work = args.number('work')
        if (work > 0) await clock.sleep(work)
        if (prefix === 'sim refuse') throw new CommandError(EINVAL, token)
        return { status: String(input.length), output: token + '.'.repeat(args.number('output')) }
      }
    })
  }

  /** Since when nothing has been wrong; Infinity while something is. */
  get calmSince(): number {
    return this.#ongoing.size > 0 ? Infinity : this.#disturbed
  }

  happen(mishap: Mishap): void {
    const { network, clock } = this.#init
    this.#disturbed = clock.now()
    switch (mishap.kind) {
      case 'kill':
        this.#with(mishap.monitor, monitor => {
          if (!monitor.running) return
          void monitor.stop()
          this.#until(mishap.millis, () => this.#startAgain(monitor))
        })
        break
      case 'network':
        this.#withSome(mishap.monitor, match => {
          this.#until(mishap.millis, network.fault(mishap.fault, match))
        })
        if (mishap.monitor !== undefined && SILENCING.includes(mishap.fault)) {
          this.#cutOff(mishap.monitor, mishap.millis)
        }
        break
      case 'reset':
        this.#withSome(mishap.monitor, match => void network.reset(match))
        break
      case 'frames':
        this.#with(mishap.monitor, ({ connections }) => {
          for (const { faults, framesSent } of connections) faults.set({ [mishap.fault]: framesSent + mishap.after })
        })
        break
      case 'mute':
        this.#with(mishap.monitor, ({ connections }) => {
          for (const { faults, framesSent } of connections) faults.set({ stallAfterFrame: framesSent })
          this.#until(mishap.millis, () => connections.forEach(connection => connection.drop()))
        })
        break
      case 'trouble':
        this.#with(mishap.monitor, monitor => {
          monitor.faults.set(mishap.faults)
          const none = Object.fromEntries(Object.keys(mishap.faults).map(name => [name, undefined]))
          this.#until(mishap.millis, () => monitor.faults.set(none))
        })
        break
      case 'leave':
        for (const name of mishap.monitors) {
          this.#with(name, monitor => {
            monitor.leaveQuorum()
            this.#until(mishap.millis, () => monitor.joinQuorum())
          })
        }
        break
      case 'addMonitor':
        if (!this.#has(mishap.monitor)) void this.cluster.addMonitor(mishap.monitor)
        break
      case 'removeMonitor':
        this.#with(mishap.monitor, ({ name }) => void this.cluster.removeMonitor(name))
        break
      case 'expireTickets':
        this.cluster.expireTickets()
        break
    }
  }

  change(change: Change): void {
    const { state } = this.cluster
    switch (change.kind) {
      case 'bump':
        for (let i = 0; i < change.times; i++) this.cluster.bump(change.map)
        break
      case 'kv':
        for (const [key, value] of change.entries) {
          if (value === undefined) state.configKey.delete(key)
          else state.configKey.set(key, value)
        }
        break
      case 'config':
        state.config.set('global', 'debug_client', change.value)
        break
      case 'lines':
        this.cluster.log(...change.prios.map(prio => ({ prio, msg: `line ${this.lines.push(prio) - 1}` })))
        break
    }
  }

  /** Everything is well again. */
  async heal(): Promise<void> {
    for (const [undo, waiting] of [...this.#ongoing]) {
      waiting.abort(new Error('healed'))
      await undo()
    }
    this.#ongoing.clear()
    this.#disturbed = this.#init.clock.now()
    this.#init.network.heal()
    for (const monitor of this.cluster.monitors) {
      monitor.faults.clear()
      for (const connection of monitor.connections) connection.faults.clear()
    }
  }

  #cutOff(monitor: string, millis: number): void {
    const since = this.#init.clock.now()
    this.#until(millis, () => this.#init.cutOff(monitor, since))
  }

  #until(millis: number, undo: () => Promise<void> | void): void {
    const waiting = new AbortController()
    this.#ongoing.set(undo, waiting)
    this.#init.clock.sleep(millis, { signal: waiting.signal }).then(
      () => {
        this.#ongoing.delete(undo)
        this.#disturbed = this.#init.clock.now()
        void undo()
      },
      () => undefined
    )
  }

  async #startAgain(monitor: TestMonitor): Promise<void> {
    if (this.#has(monitor.name)) await monitor.start()
  }

  #has(name: string): boolean {
    return this.cluster.monitors.some(monitor => monitor.name === name)
  }

  #with(name: string, use: (monitor: TestMonitor) => void): void {
    if (this.#has(name)) use(this.cluster.monitor(name))
  }

  #withSome(name: string | undefined, use: (match: { to?: { host: string; port: number } }) => void): void {
    if (name === undefined) use({})
    else this.#with(name, ({ listensAt }) => listensAt.forEach(({ host, port }) => use({ to: { host, port } })))
  }
}

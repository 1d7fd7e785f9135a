import { readFileSync } from 'node:fs'
import { CryptoKey, parseAuthEntity } from '@cephwire/auth'
import { CEPH_FEATURES_ALL, parseEntityAddrvec } from '@cephwire/codec'
import { ClusterState, MonCap } from '@cephwire/test-monitor'
import { builtinCommands } from '../../src/commands/index.js'
import { CommandTable } from '../../src/command-table.js'
import { runCommand } from '../../src/command/run-command.js'
import type { CommandAnswer } from '../../src/command/run-command.js'
import type { CommandMonitor, SessionInfo } from '@cephwire/test-monitor'

/** A command, and what a real monitor answered. */
export interface Recorded {
  readonly cmd: { readonly prefix: string; readonly format?: string; readonly [arg: string]: unknown }
  /** Base64. */
  readonly input?: string
  readonly code: number
  readonly status: string
  readonly output?: string
  /** Base64 of what is no text. */
  readonly outputBytes?: string
}

export interface Fixture {
  /** Which release answered. */
  readonly recorded: string
  readonly fsid: string
  /** Addresses by name. */
  readonly mons: Readonly<Record<string, string>>
  readonly replies: readonly Recorded[]
}

export function loadFixture(name: string): Fixture {
  const lines = readFileSync(new URL(`fixtures/${name}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  const [header, ...replies] = lines.map(line => JSON.parse(line) as unknown)
  return { ...(header as Omit<Fixture, 'replies'>), replies: replies as Recorded[] }
}

export interface RunOptions {
  readonly input?: Uint8Array
  /** For monitors. */
  readonly caps?: string
}

const NOTHING = new Uint8Array(0)

/** A cluster of state alone, without sockets, and what can be asked of it. */
export class Replay {
  readonly cluster: ClusterState
  readonly table = new CommandTable()

  constructor({ fsid, mons, recorded }: Omit<Fixture, 'replies'>) {
    const cephVersion = recorded.slice(recorded.indexOf('ceph version'))
    this.cluster = new ClusterState({
      fsid,
      cephVersion,
      mons: Object.entries(mons).map(([name, addrs]) => ({ name, addrs: parseEntityAddrvec(addrs) }))
    })
    for (const name of Object.keys(mons)) this.cluster.quorum.start(name)
    this.cluster.auth.set('mon.', { caps: { mon: 'allow *' } })
    this.cluster.auth.set('client.admin', { caps: { mds: 'allow *', mgr: 'allow *', mon: 'allow *', osd: 'allow *' } })
    for (const command of builtinCommands) this.table.register(command)
  }

  #monitors(caller: SessionInfo): CommandMonitor[] {
    const { monmap, quorum } = this.cluster
    return monmap.names.map((name, rank) => ({
      name,
      rank,
      addrs: [],
      inQuorum: quorum.has(name),
      state: rank === 0 ? 'leader' : 'peon',
      sessions: rank === 0 ? [caller] : []
    }))
  }

  run(cmd: object, { input = NOTHING, caps = 'allow *' }: RunOptions = {}): Promise<CommandAnswer> {
    const entity = parseAuthEntity('client.admin')
    const caller: SessionInfo = {
      entity,
      name: { type: entity.type, num: 4123n },
      globalId: 4123n,
      addrs: [{ type: 'any', nonce: 7, host: '127.0.0.1', port: 0 }],
      features: CEPH_FEATURES_ALL,
      caps: new MonCap(caps),
      conMode: 'secure',
      protocol: 'msgr2.1'
    }
    const monitors = this.#monitors(caller)
    return runCommand(this.table, {
      cluster: this.cluster,
      monitor: monitors[0]!,
      monitors,
      caller,
      input,
      cmd: [JSON.stringify(cmd)],
      signal: new AbortController().signal,
      handlerTimeout: 1000,
      maxOutputBytes: 1 << 24
    })
  }

  async text(cmd: object, options?: RunOptions): Promise<string> {
    return new TextDecoder().decode((await this.run(cmd, options)).output)
  }
}

/** Somebody of whom the recorded cluster knew. */
export function addEntity({ cluster }: Replay, entity: string, caps: Readonly<Record<string, string>>): void {
  cluster.auth.set(entity, { caps, key: CryptoKey.generate(cluster.auth.keyType) })
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { ChildProcess } from 'node:child_process'
import type { Cluster } from '@cephwire/tools/ceph'

/** Ceph's own `ceph`, running until it is stopped. */
export class RunningCeph {
  readonly #child: ChildProcess
  #stdout = ''
  #stderr = ''

  constructor(cluster: Cluster, args: readonly string[]) {
    const root = join(process.env['CEPH_RELEASES_DIR'] ?? '/var/lib/ceph-releases', cluster.release)
    const inside = cluster.dir.startsWith(root) ? ['chroot', root] : []
    const conf = join(inside.length === 0 ? cluster.dir : cluster.dir.slice(root.length), 'daemons.conf')
    const [program, ...rest] = [...inside, 'ceph', '-c', conf, ...args]
    // Of its own group, so that ^C at the tests is not its ^C.
    this.#child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    this.#child.stdout!.on('data', (chunk: Buffer) => (this.#stdout += chunk.toString()))
    this.#child.stderr!.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()))
  }

  get stdout(): string {
    return this.#stdout
  }

  get stderr(): string {
    return this.#stderr
  }

  /** Stops it as ^C does. @returns its exit code */
  async interrupt(): Promise<number | null> {
    const ended = this.#child.exitCode === null ? once(this.#child, 'close') : undefined
    this.#child.kill('SIGINT')
    const patience = setTimeout(() => this.#child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(patience)
    return this.#child.exitCode
  }
}

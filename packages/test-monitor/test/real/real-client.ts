import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cephReleases } from '@cephwire/tools/ceph'
import type { Release } from '@cephwire/tools/ceph'
import type { MsMode, TestCluster } from '@cephwire/test-monitor'

/** Exit codes from here on are those of a program that a signal has ended. */
const KILLED = 128
const MAX_PINGS = 5

/** What a program of Ceph's said. */
export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Ceph's own clients of one release, with a ceph.conf for a test cluster. */
export class RealClient {
  readonly #root: string
  readonly #dir: string
  /** The directory as the client sees it. */
  readonly #inside: string

  private constructor(root: string, dir: string) {
    this.#root = root
    this.#dir = dir
    this.#inside = root === '/' ? dir : dir.slice(root.length)
  }

  /** @param keyring in place of the cluster's */
  static async create(release: Release, cluster: TestCluster, msMode: MsMode, keyring?: string): Promise<RealClient> {
    // Binds /proc and /dev into the chroots, which the clients need.
    cephReleases()
    const releases = process.env['CEPH_RELEASES_DIR'] ?? '/var/lib/ceph-releases'
    const root = release === 'pacific' ? '/' : join(releases, release)
    const dir = await mkdtemp(join(root === '/' ? tmpdir() : join(root, 'tmp'), 'cephwire-'))
    const client = new RealClient(root, dir)
    await cluster.writeConf(dir, { msMode, dirInside: client.#inside })
    if (keyring !== undefined) await writeFile(join(dir, 'keyring'), keyring)
    return client
  }

  remove(): Promise<void> {
    return rm(this.#dir, { recursive: true, force: true })
  }

  /** Runs `ceph`. */
  ceph(args: readonly string[], input?: Uint8Array): Promise<Said> {
    return this.#run(['ceph', '-c', `${this.#inside}/ceph.conf`, '--connect-timeout', '15', ...args], input)
  }

  /**
   * Runs `ceph ping`, again when the program itself dies: librados ends about one ping in fifty with a segmentation
   * fault, with a real monitor too.
   */
  async ping(monitor: string): Promise<Said> {
    for (let tries = 1; ; tries++) {
      const said = await this.ceph(['ping', monitor])
      if (said.code < KILLED || tries === MAX_PINGS) return said
    }
  }

  /** Runs a program in Python, whose first argument is the ceph.conf. */
  python(program: string): Promise<Said> {
    return this.#run(['/usr/bin/python3', '-c', program, `${this.#inside}/ceph.conf`])
  }

  /** Starts `ceph` and hands out what it prints, line by line. */
  async *lines(args: readonly string[], signal: AbortSignal): AsyncGenerator<string, void, undefined> {
    const [program, ...rest] = this.#command(['ceph', '-c', `${this.#inside}/ceph.conf`, ...args])
    const child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'inherit'], signal, killSignal: 'SIGKILL' })
    child.on('error', () => undefined)
    let text = ''
    for await (const chunk of child.stdout) {
      const lines = (text + String(chunk)).split('\n')
      text = lines.pop()!
      yield* lines
    }
  }

  async #run(command: readonly string[], input?: Uint8Array): Promise<Said> {
    const [program, ...args] = this.#command(command)
    const child = spawn(program!, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    const timer = setTimeout(() => child.kill('SIGKILL'), 40_000)
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('latin1')))
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    const [code] = (await once(child, 'close')) as [number | null]
    clearTimeout(timer)
    return { code: code ?? KILLED, stdout, stderr }
  }

  #command(command: readonly string[]): string[] {
    return this.#root === '/' ? [...command] : ['chroot', this.#root, ...command]
  }
}

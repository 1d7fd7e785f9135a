import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import { once } from 'node:events'

/** What a finished program left: its exit code (128 + n when signal n ended it) and output. */
export interface Finished {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
}

/** Bytes for the program's standard input, the milliseconds it may take, and variables beside those of this process. */
export interface RunOptions {
  readonly input?: Uint8Array | undefined
  readonly timeout?: number | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
}

const living = new Set<ChildProcess>()
const directories = new Set<string>()

// The last resort: a test run that ends without stopping its clusters leaves neither daemons nor data.
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL')
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

/** Removes the directory when the process exits, unless `forgetDirectory` came first. */
export function rememberDirectory(directory: string): void {
  directories.add(directory)
}

/** Removes the directory now. */
export function removeDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 })
  directories.delete(directory)
}

/** Runs a program to its end. */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const env = { ...process.env, ...options.env }
  const child = spawn(command[0]!, command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'], env })
  living.add(child)
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  // A program that does not read its input ends before all of it is written.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input)
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeout ?? 60_000)
  try {
    const [code] = (await once(child, 'close')) as [number | null, string | null]
    return { code: code ?? 137, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }
  } finally {
    clearTimeout(timer)
    living.delete(child)
  }
}

/** Runs a program to its end and throws when it fails. */
export async function mustRun(command: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const finished = await run(command, options)
  if (finished.code !== 0) {
    throw new Error(
      `${command.join(' ')} ended with ${finished.code}: ${finished.stderr || finished.stdout.toString()}`
    )
  }
  return finished
}

/** A daemon in the foreground of its own session, with its output in a file. */
export class Daemon {
  readonly #child: ChildProcess
  readonly #exited: Promise<void>

  constructor(command: readonly string[], output: string) {
    const out = openSync(output, 'a')
    // setpriv makes the kernel end the daemon when this process is killed before its exit handler can run.
    const guard = existsSync('/usr/bin/setpriv') ? ['/usr/bin/setpriv', '--pdeathsig', 'KILL'] : []
    const [program, ...args] = [...guard, ...command]
    this.#child = spawn(program!, args, { stdio: ['ignore', out, out], detached: true })
    closeSync(out)
    living.add(this.#child)
    this.#exited = new Promise(resolve => {
      const exited = (): void => {
        living.delete(this.#child)
        resolve()
      }
      this.#child.once('exit', exited)
      this.#child.once('error', exited)
    })
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get running(): boolean {
    return living.has(this.#child)
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running) this.#child.kill(signal)
  }

  /** Ends it: SIGCONT first, since a stopped process acts on nothing but SIGKILL; SIGKILL if it takes too long. */
  async end(signal: NodeJS.Signals = 'SIGTERM', patience = 5_000): Promise<void> {
    this.signal(signal)
    this.signal('SIGCONT')
    const timer = setTimeout(() => this.signal('SIGKILL'), patience)
    await this.#exited
    clearTimeout(timer)
  }
}

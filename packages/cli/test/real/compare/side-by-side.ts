import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '@cephwire/cli'
import { fakeIo } from '../../support/io.js'
import { parts } from './command.js'
import { rules } from './rules.js'
import type { Cluster } from '@cephwire/tools/ceph'
import type { Command, Part } from './command.js'

/** What stands for `{x}`: of one length, so that columns stay. */
export const entities = ['alpha', 'gamma'] as const

/** What a run has left, made comparable. */
export type Outcome = Readonly<Record<Part, string | number>>

/** Both programs' outcomes of one command line. */
export interface Pair {
  readonly ceph: Outcome
  readonly cephwire: Outcome
}

/** One of the two programs as the comparison runs it. */
interface Program {
  /** In place of `{x}`. */
  readonly name: string
  /** In place of `{n}`, where a name is no word. */
  readonly number: string
  /** The directory of the cluster as the program sees it. */
  readonly dir: string
  readonly run: (words: readonly string[], command: Command) => Promise<Ended>
}

interface Ended {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: string
}

/** Runs `ceph` and this program against one cluster. */
export class SideBySide {
  readonly #cluster: Cluster
  /** The cluster's directory as a release in a chroot sees it. */
  readonly #inner: string
  /** Several commands run at a time: each writes a file of its own. */
  #files = 0
  readonly #ceph: Program
  readonly #cephwire: Program

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { dir, conf } = cluster
    this.#inner = dir.slice(Math.max(dir.indexOf('/tmp/'), 0))
    this.#ceph = {
      name: entities[0],
      number: '7001',
      dir: this.#inner,
      run: async (words, { stdin, cephArgs }) => {
        const env = cephArgs === undefined ? {} : { CEPH_ARGS: cephArgs }
        const { code, stdout, stderr } = await cluster.ceph(words, { input: stdin, env })
        return { exitCode: code, stdout, stderr }
      }
    }
    this.#cephwire = {
      name: entities[1],
      number: '7002',
      dir,
      // In this process: a start from the source takes seconds.
      run: async (words, { stdin, cephArgs }) => {
        const env = cephArgs === undefined ? {} : { CEPH_ARGS: cephArgs }
        const io = fakeIo({ env, ...(stdin === undefined ? {} : { stdin }) })
        const exitCode = await run(['-c', conf, ...words], io)
        return { exitCode, stdout: io.stdout.bytes(), stderr: io.stderr.text() }
      }
    }
  }

  /** Both at the same time: what moves has least time to. */
  async together(command: Command): Promise<Pair> {
    const [ceph, cephwire] = await Promise.all([
      this.#outcome(this.#ceph, command),
      this.#outcome(this.#cephwire, command)
    ])
    return { ceph, cephwire }
  }

  /** One behind the other. */
  async inTurn(command: Command, first: 'ceph' | 'cephwire'): Promise<Pair> {
    if (first === 'ceph') {
      const ceph = await this.#outcome(this.#ceph, command)
      return { ceph, cephwire: await this.#outcome(this.#cephwire, command) }
    }
    const cephwire = await this.#outcome(this.#cephwire, command)
    return { ceph: await this.#outcome(this.#ceph, command), cephwire }
  }

  async #outcome(program: Program, command: Command): Promise<Outcome> {
    const words = typeof command.words === 'string' ? command.words.split(' ') : command.words
    const out = `${program.name}-${++this.#files}.out`
    const own = words.some(word => /\{[xn]\}/.test(word))
    const given = words.map(word =>
      word
        .replaceAll('{out}', `{dir}/${out}`)
        .replaceAll('{dir}', program.dir)
        .replaceAll('{x}', program.name)
        .replaceAll('{n}', program.number)
    )
    const file = join(this.#cluster.dir, out)
    const ended = await program.run(given, command)
    const comparable = (text: string): string => {
      const neutral = text
        .replaceAll(this.#cluster.dir, '{dir}')
        .replaceAll(this.#inner, '{dir}')
        .replaceAll(out, '{out}')
      const nameless = own ? neutral.replaceAll(program.name, '{x}').replaceAll(program.number, '{n}') : neutral
      return (command.rules ?? []).reduce((left, rule) => rules[rule](left), nameless)
    }
    const lines = ended.stderr.split('\n').filter(line => line !== '' && !logLine.test(line))
    return {
      // Every byte is a character: binary output stays what it is.
      stdout: comparable(ended.stdout.toString('latin1')),
      stderr: comparable(lines.at(-1) ?? ''),
      advice: comparable(lines.slice(0, -1).join('\n')),
      exitCode: ended.exitCode,
      file: existsSync(file) ? comparable(readFileSync(file, 'latin1')) : 'there is none'
    }
  }
}

/** The parts in which two outcomes differ. */
export function differing({ ceph, cephwire }: Pair): readonly Part[] {
  return parts.filter(part => ceph[part] !== cephwire[part])
}

/** What librados logs to stderr, which is no output of `ceph`: time, thread and level. */
const logLine = /^\d{4}-\d\d-\d\dT\S+ [\da-f]+ +-?\d+ /

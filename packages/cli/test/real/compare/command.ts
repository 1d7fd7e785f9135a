import { differences } from './differences.js'
import type { Release } from '@cephwire/tools/ceph'
import type { Difference, DifferenceName } from './differences.js'
import type { RuleName } from './rules.js'

/**
 * What is compared of two runs: `stderr` is its last line, `advice` the lines above that, `file` what `-o {out}` has
 * written.
 */
export const parts = ['stdout', 'stderr', 'advice', 'exitCode', 'file'] as const
export type Part = (typeof parts)[number]

/**
 * One command line of the comparison. In its words `{x}` is a name of each program's own and `{n}` a number, so that
 * both may write, `{dir}` the directory of the cluster, `{out}` a file that was not there before.
 */
export interface Command {
  /** With spaces between them, or one by one. */
  readonly words: string | readonly string[]
  readonly stdin?: Uint8Array
  /** CEPH_ARGS */
  readonly cephArgs?: string
  /** What moves between two runs in a way that running again does not cure. */
  readonly rules?: readonly RuleName[]
  /** Why the two differ, and in which parts. */
  readonly differs?: Partial<Record<DifferenceName, readonly Part[]>>
  /** The releases that have the command. Default: all. */
  readonly releases?: readonly Release[]
}

/** Commands of one kind; one of which nothing but its words is to be said is those. */
export interface Group {
  readonly title: string
  /** Whether the commands change nothing, so that they may run again when something has moved meanwhile. */
  readonly repeatable: boolean
  readonly commands: readonly (string | Command)[]
}

export function titleOf(command: Command, release: Release): string {
  const { words, cephArgs } = command
  const line =
    typeof words === 'string' ? words : words.map(word => (/^[^\s'"]+$/.test(word) ? word : `'${word}'`)).join(' ')
  const env = cephArgs === undefined ? '' : `CEPH_ARGS='${cephArgs}' `
  return `${env}ceph ${line}: ${differencesOf(command, release).length === 0 ? 'the same' : 'differs as the README says'}`
}

/** The parts in which a command is known to differ from the `ceph` of a release. */
export function differencesOf({ differs = {} }: Command, release: Release): readonly Part[] {
  return (Object.keys(differs) as DifferenceName[]).flatMap(name => {
    const { releases }: Difference = differences[name]
    return (releases?.includes(release) ?? true) ? (differs[name] ?? []) : []
  })
}

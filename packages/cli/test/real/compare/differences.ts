import type { Release } from '@cephwire/tools/ceph'

/** A difference between the two programs. */
export interface Difference {
  /** As the README's list says it. */
  readonly says: string
  /** The releases whose `ceph` it is that differs. Default: all. */
  readonly releases?: readonly Release[]
}

/**
 * Where this program does not do what `ceph` does. Tests fail when one of them is no difference any more, and when the
 * README does not have it.
 */
export const differences = {
  session: {
    says: 'Errors are one line that says what to look at: which file and line, which address, which entity. `ceph` logs, and then names an errno.'
  },
  file: { says: 'What is wrong with a file of `-i` or `-o` is said without the words of Python.' },
  usage: { says: 'Usage, version and errors of flags begin with its own name.' },
  choices: {
    says: 'Advice about words is that of Reef and later with every release: usage also names the arguments that have choices.',
    releases: ['pacific']
  },
  key: { says: 'A key on the command line is warned of, since others can see it there.' },
  keyfile: { says: 'A keyfile that cannot be read is an error, and not a reason to look for a keyring.' },
  fsid: { says: 'Monitors of another cluster than `fsid` says are refused.' },
  manager: {
    says: 'Commands of the manager go through a monitor: whoever may read there needs no caps for the manager.'
  },
  lines: {
    says: '`-f`, `-s` and `--format` in a line of a prompt or of stdin count for that line; `ceph` drops them.'
  },
  traceback: { says: 'Words that are no command are told so beside `-o` too, where `ceph` ends with a traceback.' }
} as const satisfies Readonly<Record<string, Difference>>
export type DifferenceName = keyof typeof differences

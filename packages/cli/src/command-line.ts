import { parseCephArgs } from '@cephwire/mon-client'
import type { ConfigOverride } from '@cephwire/mon-client'
import type { Flags } from './flags.js'

/** A command line, taken apart. */
export interface CommandLine {
  readonly flags: Flags
  /** What it says of the configuration, in its order. */
  readonly overrides: readonly ConfigOverride[]
  /** The words of the command. */
  readonly words: readonly string[]
}

/** @throws ConfigError for an option without its value */
export function commandLine(flags: Flags): CommandLine {
  const { before, injected } = splitInjected(flags.rest)
  const { overrides, rest } = parseCephArgs([...flags.connection, ...before])
  const words = [...withoutDashes(rest), ...withoutDashes(injected)]
  return { flags, overrides, words: flags.status ? ['status', ...words] : words }
}

/** Options behind `injectargs` are for a daemon, and not for this program. */
function splitInjected(words: readonly string[]): { before: readonly string[]; injected: readonly string[] } {
  const at = words.indexOf('injectargs')
  return at < 0 ? { before: words, injected: [] } : { before: words.slice(0, at), injected: words.slice(at) }
}

/** The first `--` ends the flags and is no word of the command. */
function withoutDashes(words: readonly string[]): readonly string[] {
  const dashes = words.indexOf('--')
  return dashes < 0 ? words : words.toSpliced(dashes, 1)
}

import type { CommandLine } from './command-line.js'
import type { Io } from './io.js'

/** A command that reads files or serves: its words are its own, and no flag of `ceph` is among them. */
export type LocalCommand = (args: readonly string[], io: Io) => Promise<number>

/** A command that goes to a cluster, behind the flags that say to which. */
export type ClusterCommand = (line: CommandLine, io: Io) => Promise<number>

/**
 * Commands of this program, by their first word; each is loaded when it is asked for. They stand before all flags.
 */
export const localCommands: Readonly<Record<string, () => Promise<LocalCommand>>> = {
  decode: async () => (await import('./commands/decode.js')).decodeCommand,
  osdmap: async () => (await import('./commands/osdmap-diff.js')).osdMapDiffCommand,
  'test-monitor': async () => (await import('./commands/test-monitor.js')).testMonitorCommand
}

/** Commands that are none of the monitors, by their first word. */
export const clusterCommands: Readonly<Record<string, () => Promise<ClusterCommand>>> = {
  top: async () => (await import('./commands/top.js')).topCommand,
  watch: async () => (await import('./commands/watch.js')).watchCommand
}

import type { CommandLine } from './command-line.js'
import type { Flags } from './flags.js'
import type { Io } from './io.js'

/** A command that reads files or serves: its words are its own, and no flag of `ceph` is among them. */
export type LocalCommand = (args: readonly string[], io: Io) => Promise<number>

/** A command that goes to a cluster, behind the flags that say to which. */
export type ClusterCommand = (line: CommandLine, io: Io) => Promise<number>

/**
 * Commands of this program, by their first word; each is loaded when it is asked for. They stand before all flags.
 */
export const localCommands: Readonly<Record<string, () => Promise<LocalCommand>>> = {
  '--completion': async () => (await import('./commands/completion-answer.js')).answerCompletion,
  completion: async () => (await import('./commands/completion-script.js')).completionScript,
  decode: async () => (await import('./commands/decode.js')).decodeCommand,
  osdmap: async () => (await import('./commands/osdmap-diff.js')).osdMapDiffCommand,
  'test-monitor': async () => (await import('./commands/test-monitor.js')).testMonitorCommand
}

/** Commands that are none of the monitors, by their first word. */
export const clusterCommands: Readonly<Record<string, () => Promise<ClusterCommand>>> = {
  doctor: async () => (await import('./commands/doctor.js')).doctorCommand,
  ping: async () => (await import('./commands/ping.js')).pingCommand,
  tell: async () => (await import('./commands/tell.js')).tellCommand,
  top: async () => (await import('./commands/top.js')).topCommand,
  watch: async () => (await import('./commands/watch.js')).watchCommand
}

/** A command that goes to a daemon of this host. */
export type SocketCommand = (flags: Flags, io: Io) => Promise<number>

/** Commands that go to a daemon of this host, by their first word. */
export const socketCommands: Readonly<Record<string, () => Promise<SocketCommand>>> = {
  daemon: async () => (await import('./commands/daemon.js')).daemonCommand,
  daemonperf: async () => (await import('./commands/daemonperf.js')).daemonPerf
}

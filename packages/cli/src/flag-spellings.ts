import type { LogLevel } from '@cephwire/mon-client'

/** Flags that take a value, by the names that they have in `Flags`. */
const valued = {
  inFile: ['-i', '--in-file'],
  outFile: ['-o', '--out-file'],
  setUser: ['--setuser'],
  setGroup: ['--setgroup'],
  conf: ['-c', '--conf'],
  id: ['--id', '--user'],
  name: ['--name', '-n'],
  cluster: ['--cluster'],
  adminSocket: ['--admin-daemon'],
  watchChannel: ['-W', '--watch-channel'],
  format: ['-f', '--format'],
  daemonOutputFile: ['--daemon-output-file'],
  connectTimeout: ['--connect-timeout'],
  period: ['--period', '-p'],
  msMode: ['--ms-mode']
} as const

/** Those that take none. */
const switches = {
  completion: ['--completion'],
  help: ['-h', '--help'],
  status: ['-s', '--status'],
  watch: ['-w', '--watch'],
  debug: ['--watch-debug'],
  info: ['--watch-info'],
  sec: ['--watch-sec'],
  warn: ['--watch-warn'],
  error: ['--watch-error'],
  version: ['--version', '-v'],
  verbose: ['--verbose'],
  concise: ['--concise'],
  block: ['--block']
} as const

/** How each flag can be given. */
export const spellings = { ...valued, ...switches }
export type FlagName = keyof typeof spellings

export const flagNames = Object.keys(spellings) as readonly FlagName[]

export function takesValue(name: FlagName): name is keyof typeof valued {
  return Object.hasOwn(valued, name)
}

/** The levels of the log, each of which has a flag. */
export const logLevels = ['debug', 'info', 'sec', 'warn', 'error'] as const satisfies readonly LogLevel[]

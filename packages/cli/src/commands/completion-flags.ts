import { formats, msModes } from '../flags.js'

/** Flags that take a value: what it can be; files and what nobody can list have no words here. */
export const valuedFlags: Readonly<Record<string, readonly string[]>> = {
  '-f': formats,
  '--format': formats,
  '--ms-mode': msModes,
  ...Object.fromEntries(
    [
      ...['-c', '--conf', '-i', '--in-file', '-o', '--out-file', '-k', '--keyring', '-K', '--keyfile', '--key'],
      ...['-n', '--name', '--id', '--user', '--cluster', '-m', '--mon-host', '-W', '--watch-channel'],
      ...['--connect-timeout', '-p', '--period', '--setuser', '--setgroup', '--admin-daemon', '--daemon-output-file']
    ].map(flag => [flag, []])
  )
}

/** Flags that take none. */
export const switches: readonly string[] = [
  ...['-h', '--help', '-s', '--status', '-v', '--version', '--verbose', '--concise', '--block', '-w', '--watch'],
  ...['--watch-debug', '--watch-info', '--watch-sec', '--watch-warn', '--watch-error']
]

/** Every flag of this program. */
export const flagWords: readonly string[] = [...switches, ...Object.keys(valuedFlags)]

/** The values that can stand behind a flag, or be joined to it: `--format json`, `--format=json`. */
export function flagValues(before: readonly string[], begun: string): readonly string[] | undefined {
  const equals = begun.indexOf('=')
  const joined = equals < 0 ? '' : begun.slice(0, equals)
  if (Object.hasOwn(valuedFlags, joined)) return valuedFlags[joined]!.map(value => `${joined}=${value}`)
  const last = before.at(-1)
  return last !== undefined && Object.hasOwn(valuedFlags, last) ? valuedFlags[last] : undefined
}

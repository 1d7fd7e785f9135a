import { flagNames, spellings, takesValue } from '../flag-spellings.js'
import { formats, msModes } from '../flags.js'
import type { FlagName } from '../flag-spellings.js'

/** Flags of the usage that are options of the configuration; each takes a value. */
const keyFiles = ['-k', '--keyring', '-K', '--keyfile']
const options = [...keyFiles, '--key', '-m', '--mon-host']

/** Flags that take a value, with the name of those that are no options. */
const valuedFlags: ReadonlyMap<string, FlagName | undefined> = new Map<string, FlagName | undefined>([
  ...flagNames.filter(takesValue).flatMap(name => spellings[name].map(flag => [flag, name] as const)),
  ...options.map(flag => [flag, undefined] as const)
])

/** Flags that take none. What shells ask with is not for people. */
export const switches: readonly string[] = flagNames
  .filter(name => !takesValue(name) && name !== 'completion')
  .flatMap(name => spellings[name])

/** Every flag of this program. */
export const flagWords: readonly string[] = [...switches, ...valuedFlags.keys()]

const files = ['conf', 'inFile', 'outFile', 'adminSocket', 'daemonOutputFile'] as const

/** Flags in front of a file. */
export const fileFlags: readonly string[] = [...files.flatMap(name => spellings[name]), ...keyFiles]

/**
 * The values that can stand behind a flag, or be joined to it: `--format json`, `--format=json`. There are no words for
 * files and what nobody can list.
 *
 * @param taken the formats that the command takes
 * @returns undefined where no value stands
 */
export function flagValues(
  before: readonly string[],
  begun: string,
  taken: readonly string[] = formats
): readonly string[] | undefined {
  const values = (flag: string): readonly string[] => {
    const name = valuedFlags.get(flag)
    return name === 'format' ? taken : name === 'msMode' ? msModes : []
  }
  const equals = begun.indexOf('=')
  const joined = equals < 0 ? '' : begun.slice(0, equals)
  if (valuedFlags.has(joined)) return values(joined).map(value => `${joined}=${value}`)
  const last = before.at(-1)
  return last !== undefined && valuedFlags.has(last) ? values(last) : undefined
}

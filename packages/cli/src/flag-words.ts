import { UsageError } from './errors.js'

/** A flag as it can be given. */
export interface FlagSpec<Name extends string> {
  readonly name: Name
  /** `-f/--format`, for messages. */
  readonly label: string
  readonly takesValue: boolean
  /** Whether its long form may be cut short as far as it stays clear. */
  readonly shortens: boolean
}

/** What command lines may have. */
export type FlagTable<Name extends string> = ReadonlyMap<string, FlagSpec<Name>>

/** A word of a command line that is a flag. */
interface Found<Name extends string> {
  readonly spec: FlagSpec<Name>
  /** What is joined to it. */
  readonly value: string | undefined
  /** Whether more switches may stand where the value is: `-sv`. */
  readonly bundle: boolean
}

/** What a command line is, flags and other words, each in their order. */
export interface TakenApart<Name extends string> {
  readonly given: readonly { readonly name: Name; readonly value: string }[]
  readonly rest: readonly string[]
}

/**
 * Reads flags as Python's argparse does, which `ceph` uses: anywhere, with a value joined (`-fjson`, `--format=json`) or
 * behind, switches bundled, long ones cut short. `--` and all behind it are no flags.
 *
 * @throws UsageError
 */
export function takeFlags<Name extends string>(table: FlagTable<Name>, words: readonly string[]): TakenApart<Name> {
  const given: { name: Name; value: string }[] = []
  const dashes = words.indexOf('--')
  const end = dashes < 0 ? words.length : dashes
  const rest: string[] = []
  for (let i = 0; i < end; i++) {
    let found = findFlag(table, words[i]!)
    if (found === undefined) rest.push(words[i]!)
    while (found !== undefined) {
      const { spec, value, bundle }: Found<Name> = found
      found = undefined
      if (!spec.takesValue) {
        given.push({ name: spec.name, value: '' })
        if (value === undefined) continue
        const next = bundle ? table.get(`-${value[0]!}`) : undefined
        if (next === undefined) throw new UsageError(`argument ${spec.label}: ignored explicit argument '${value}'`)
        found = { spec: next, value: value.length > 1 ? value.slice(1) : undefined, bundle }
      } else if (value !== undefined) {
        given.push({ name: spec.name, value })
      } else {
        if (i + 1 >= end || looksLikeFlag(table, words[i + 1]!)) {
          throw new UsageError(`argument ${spec.label}: expected one argument`)
        }
        given.push({ name: spec.name, value: words[++i]! })
      }
    }
  }
  return { given, rest: [...rest, ...words.slice(end)] }
}

function findFlag<Name extends string>(table: FlagTable<Name>, word: string): Found<Name> | undefined {
  if (!word.startsWith('-') || word === '-') return undefined
  const exact = table.get(word)
  if (exact !== undefined) return { spec: exact, value: undefined, bundle: false }
  const equals = word.indexOf('=')
  const name = equals < 0 ? word : word.slice(0, equals)
  const value = equals < 0 ? undefined : word.slice(equals + 1)
  const named = equals < 0 ? undefined : table.get(name)
  if (named !== undefined) return { spec: named, value, bundle: false }
  if (!word.startsWith('--')) {
    const short = table.get(word.slice(0, 2))
    return short && { spec: short, value: word.slice(2), bundle: true }
  }
  const longer = [...table].filter(([flag, { shortens }]) => shortens && flag.startsWith(name))
  if (longer.length > 1) {
    throw new UsageError(`ambiguous option: ${word} could match ${longer.map(([flag]) => flag).join(', ')}`)
  }
  const [only] = longer
  return only && { spec: only[1], value, bundle: false }
}

/** Numbers and text with spaces are values, whatever they begin with. */
function looksLikeFlag<Name extends string>(table: FlagTable<Name>, word: string): boolean {
  if (!word.startsWith('-') || word === '-') return false
  return findFlag(table, word) !== undefined || !/^-\d+$|^-\d*\.\d+$|\s/.test(word)
}

import { CommandError } from './command-error.js'
import { Errno } from './errno.js'

/** What a command line can carry: cmd_vartype of Ceph. */
export type CommandValue = string | number | boolean | readonly string[] | readonly number[]

/** The arguments of a command, checked against its signature. */
export class CommandArgs implements Iterable<[string, CommandValue]> {
  readonly #values: ReadonlyMap<string, CommandValue>

  constructor(values: ReadonlyMap<string, CommandValue>) {
    this.#values = values
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  get(name: string): CommandValue | undefined {
    return this.#values.get(name)
  }

  /** @throws CommandError when it is missing and there is no fallback, or of another type */
  string(name: string): string
  string<D>(name: string, fallback: D): string | D
  string(name: string, ...fallback: unknown[]): unknown {
    return this.#get(name, value => typeof value === 'string', fallback)
  }

  /** @throws CommandError when it is missing and there is no fallback, or of another type */
  number(name: string): number
  number<D>(name: string, fallback: D): number | D
  number(name: string, ...fallback: unknown[]): unknown {
    return this.#get(name, value => typeof value === 'number', fallback)
  }

  /** False when it is missing. */
  bool(name: string): boolean {
    return this.#get(name, value => typeof value === 'boolean', [false]) as boolean
  }

  /** Empty when it is missing. */
  strings(name: string): readonly string[] {
    const isStrings = (value: CommandValue): boolean => Array.isArray(value) && value.every(v => typeof v === 'string')
    return this.#get(name, isStrings, [[]]) as readonly string[]
  }

  [Symbol.iterator](): Iterator<[string, CommandValue]> {
    return this.#values.entries()
  }

  #get(name: string, fits: (value: CommandValue) => boolean, fallback: unknown[]): unknown {
    const value = this.#values.get(name)
    if (value === undefined && fallback.length > 0) return fallback[0]
    if (value === undefined || !fits(value)) throw badField(name)
    return value
  }
}

export function badField(name: string): CommandError {
  return new CommandError(-Errno.EINVAL, `bad or missing field '${name}'`)
}

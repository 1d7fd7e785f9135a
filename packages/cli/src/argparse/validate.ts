import { ArgumentError } from './errors.js'
import { parseValues } from './match.js'
import { describeArg } from './usage.js'
import type { ArgDesc } from './descriptions.js'
import type { ArgValue, CommandObject } from './value.js'

/** Confirmations, which older monitors describe as strings. */
const confirmations: ReadonlySet<string> = new Set([
  '--yes-i-really-mean-it',
  '--yes-i-really-really-mean-it',
  '--yes-i-really-really-mean-it-not-faking',
  '--force'
])

/**
 * Words as the command of one signature. Arguments stand in their order, or by name: `--name value`, `--name=value`,
 * a CephBool also as `--name`.
 *
 * @throws ArgumentError; `fault` says whether another command may fit
 */
export function validate(words: readonly string[], sig: readonly ArgDesc[]): CommandObject {
  return new Validation(words, sig).run()
}

class Validation {
  readonly #words: string[]
  readonly #sig: readonly ArgDesc[]
  readonly #byName: ReadonlyMap<string, ArgDesc>
  readonly #injectargs: boolean
  readonly #command = new Map<string, ArgValue | ArgValue[]>()
  #matched = 0
  /** Why the last word that an optional argument did not take was not taken. */
  #refused: string | undefined

  constructor(words: readonly string[], sig: readonly ArgDesc[]) {
    this.#words = [...words]
    this.#sig = sig
    this.#byName = new Map(sig.filter(desc => desc.typeName !== 'CephPrefix').map(desc => [desc.name, desc]))
    this.#injectargs = words[0] === 'injectargs'
  }

  run(): CommandObject {
    for (const desc of this.#sig) this.#fill(desc)
    if (this.#matched < this.#sig.filter(desc => desc.required).length) {
      throw new ArgumentError('not enough arguments given', 'too-few')
    }
    if (this.#words.length > 0) {
      throw new ArgumentError(`unused arguments: [${this.#words.map(quoted).join(', ')}]`, 'invalid', this.#refused)
    }
    return this.#command
  }

  #fill(desc: ArgDesc): void {
    for (let seen = 0; seen === 0 || desc.repeats;) {
      const word = this.#words.shift()
      if (word === undefined) {
        // What is there already is a list that has begun, or stood before by its name; or the prefix, whose other words
        // run() misses.
        if (desc.required && !this.#command.has(desc.name)) throw missing(desc, seen)
        return
      } else {
        const named = this.#takeNamed(word)
        if (named === undefined) {
          if (!this.#takePositional(desc, word)) return
          seen++
        } else if (named === desc) {
          seen++
        }
      }
    }
  }

  /** The argument that the word names, with its value taken; undefined when it names none. */
  #takeNamed(word: string): ArgDesc | undefined {
    if (!word.startsWith('--')) return undefined
    const equals = word.indexOf('=', 3)
    const name = word.slice(2, equals < 0 ? undefined : equals).replaceAll('-', '_')
    const desc = this.#byName.get(name)
    if (desc === undefined) return undefined
    // As to ceph, --name= leaves the value to the next word.
    const joined = equals < 0 ? '' : word.slice(equals + 1)
    const value = joined !== '' ? joined : desc.typeName === 'CephBool' ? 'true' : this.#words.shift()
    if (value === undefined) return undefined
    this.#store(desc, parseValues(desc, value, true))
    return desc
  }

  /** @returns false when an optional argument leaves the word to the next */
  #takePositional(desc: ArgDesc, word: string): boolean {
    if (!desc.positional) throw new ArgumentError(`Unexpected argument '${word}'`)
    const value = desc.typeName === 'CephChoices' || confirmations.has(word) || this.#injectargs
    if (word.startsWith('--') && !value) throw new ArgumentError(`Unexpected argument '${word}'`)
    try {
      this.#store(desc, parseValues(desc, word, false))
    } catch (error) {
      if (desc.required || !(error instanceof ArgumentError)) throw error
      this.#refused = `${word} not valid:  ${error.message}`
      this.#words.unshift(word)
      return false
    }
    this.#refused = undefined
    return true
  }

  #store(desc: ArgDesc, values: readonly ArgValue[]): void {
    this.#matched++
    const before = this.#command.get(desc.name)
    if (desc.repeats) {
      this.#command.set(desc.name, [...(Array.isArray(before) ? before : []), ...values])
    } else if (desc.typeName === 'CephPrefix' && typeof before === 'string') {
      this.#command.set(desc.name, `${before} ${String(values[0])}`)
    } else {
      this.#command.set(desc.name, values[0]!)
    }
  }
}

function missing(desc: ArgDesc, seen: number): ArgumentError {
  if (desc.repeats) return new ArgumentError(`saw ${seen} of ${describeArg(desc)}, expected at least 1`)
  return new ArgumentError(`missing required parameter ${describeArg(desc)}`, 'missing')
}

/** As Python writes a string. */
function quoted(word: string): string {
  const quote = word.includes("'") && !word.includes('"') ? '"' : "'"
  return quote + word.replace(/[\\']/g, char => (char === quote || char === '\\' ? `\\${char}` : char)) + quote
}

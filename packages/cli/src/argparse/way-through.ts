import { fits } from './match.js'
import type { ArgDesc } from './descriptions.js'

/** Where words have led in a signature. */
export interface Way {
  /** The places that the next word can take. */
  readonly places: readonly ArgDesc[]
  /** Arguments that the next word can name. */
  readonly names: readonly ArgDesc[]
  /** Whether nothing is required any more. */
  readonly complete: boolean
}

/** Follows whole words through a signature, as `validate` does, but to an open end; undefined when they do not fit. */
export function wayThrough(sig: readonly ArgDesc[], words: readonly string[]): Way | undefined {
  const named = new Map(sig.filter(desc => desc.typeName !== 'CephPrefix').map(desc => [desc.name, desc]))
  const given = new Set<ArgDesc>()
  let place = 0
  let seen = 0
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const equals = word.indexOf('=')
    const name = word.startsWith('--') ? word.slice(2, equals < 0 ? undefined : equals).replaceAll('-', '_') : ''
    const desc = named.get(name)
    if (desc !== undefined) {
      const open = equals < 0 && desc.typeName !== 'CephBool'
      if (open && i + 1 === words.length) return { places: [desc], names: [], complete: false }
      const value = open ? words[++i]! : equals < 0 ? 'true' : word.slice(equals + 1)
      if (!fits(desc, value, true)) return undefined
      given.add(desc)
      continue
    }
    for (;;) {
      const at = sig[place]
      if (at === undefined) return undefined
      if (at.positional && !given.has(at) && fits(at, word, false)) {
        seen++
        break
      }
      if (!skippable(at, given, seen)) return undefined
      place++
      seen = 0
    }
    if (!sig[place]!.repeats) {
      place++
      seen = 0
    }
  }
  const ahead = sig.slice(place)
  const stop = ahead.findIndex((desc, i) => !skippable(desc, given, i === 0 ? seen : 0))
  const open = stop < 0 ? ahead : ahead.slice(0, stop + 1)
  return {
    places: open.filter(desc => desc.positional && !given.has(desc)),
    names: ahead[0]?.typeName === 'CephPrefix' ? [] : [...named.values()].filter(desc => !given.has(desc)),
    complete: stop < 0
  }
}

function skippable(desc: ArgDesc, given: ReadonlySet<ArgDesc>, seen: number): boolean {
  return !desc.required || given.has(desc) || (desc.repeats && seen > 0)
}

import { CephFeature, haveFeature } from '@cephwire/codec'
import type { Features } from '@cephwire/codec'
import type { JsonValue } from '../format/json-formatter.js'

/*
  A command's signature                      src/mon/MonCommands.h

    config-key set name=key,type=CephString name=val,type=CephString,req=false
    osd pool create name=pool,type=CephPoolname -- name=size,type=CephInt,range=0,req=false

  Words without "," and "=" are the prefix; behind "--" arguments are not positional.
*/

/** An argument of a signature: its keys and values as they are written. */
export interface ArgDesc {
  readonly name: string
  readonly type: string
  readonly required: boolean
  /** Takes several values: `n=N`. */
  readonly many: boolean
  readonly positional: boolean
  readonly words: ReadonlyMap<string, string>
}

export interface Signature {
  readonly prefix: string
  readonly args: readonly ArgDesc[]
}

/** @throws TypeError when an argument has no name or type */
export function parseSignature(text: string): Signature {
  const literals: string[] = []
  const args: ArgDesc[] = []
  let positional = true
  for (const word of text.split(' ').filter(word => word !== '')) {
    if (word === '--') positional = false
    else if (/[,=]/.test(word)) args.push(parseArg(word, positional))
    else literals.push(word)
  }
  if (literals.length === 0) throw new TypeError(`A command needs a name: "${text}"`)
  return { prefix: literals.join(' '), args }
}

function parseArg(word: string, positional: boolean): ArgDesc {
  const words = new Map<string, string>()
  for (const pair of word.split(',')) {
    const equal = pair.indexOf('=')
    if (equal >= 0) words.set(pair.slice(0, equal), pair.slice(equal + 1))
  }
  const name = words.get('name')
  const type = words.get('type')
  if (name === undefined || type === undefined) throw new TypeError(`An argument needs name= and type=: "${word}"`)
  return { name, type, required: words.get('req') !== 'false', many: words.has('n'), positional, words }
}

/** `sig` of a command's description, as clients with these features understand it. */
export function describeSignature({ prefix, args }: Signature, features: Features): JsonValue[] {
  return [...prefix.split(' '), ...args.map(arg => describeArg(arg, features))]
}

/** Before Quincy values are text; before Nautilus a CephBool is a word with dashes. */
function describeArg(arg: ArgDesc, features: Features): JsonValue {
  const quincy = haveFeature(features, CephFeature.SERVER_QUINCY)
  const words = new Map(arg.words)
  if (arg.type === 'CephBool' && !haveFeature(features, CephFeature.SERVER_NAUTILUS)) {
    words.set('type', 'CephChoices').set('strings', dashed(arg.name))
  }
  if (!arg.positional && quincy) words.set('positional', 'false')
  const sorted = [...words].sort(([a], [b]) => (a < b ? -1 : 1))
  const isBool = (key: string): boolean => quincy && (key === 'req' || key === 'positional')
  return Object.fromEntries(sorted.map(([key, value]) => [key, isBool(key) ? /^[Tt]rue$/.test(value) : value]))
}

/** `--yes-i-mean-it` for yes_i_mean_it: how old clients say true. */
export function dashed(name: string): string {
  return `--${name}`.replaceAll('_', '-')
}

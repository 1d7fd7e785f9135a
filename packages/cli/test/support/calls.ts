import type { ArgDesc, ArgValue, CommandObject } from '../../src/argparse/index.js'

/** Numbers that look like chance and are the same for the same seed: below `n`. */
export type Pick = (n: number) => number

/** xorshift32 */
export function seeded(seed: number): Pick {
  let state = seed | 1
  return n => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % n
  }
}

/** A command line for a signature, and what it has to become. */
export interface Call {
  readonly words: readonly string[]
  readonly command: CommandObject
}

interface Value {
  readonly word: string
  readonly value: ArgValue
}

const text = (word: string): Value => ({ word, value: word })

/** A word that an argument takes, and its value. */
export function validValue({ typeName, type }: ArgDesc, pick: Pick): Value {
  switch (typeName) {
    case 'CephInt': {
      const [least = '0', greatest = ''] = bounds(type.text)
      const value = BigInt(least) + BigInt(pick(greatest === '' ? 9 : Number(greatest) - Number(least) + 1))
      return { word: pick(2) === 0 ? `${value}` : `0x${value.toString(16)}`, value }
    }
    case 'CephFloat': {
      const [least = '0'] = bounds(type.text)
      const value = Number(least) + [0, 0.5, 1][pick(3)]!
      return { word: `${value}`, value }
    }
    case 'CephBool':
      return pick(2) === 0 ? { word: 'true', value: true } : { word: '0', value: false }
    case 'CephChoices':
      return text(type.choices![pick(type.choices!.length)]!)
    case 'CephOsdName':
      return { word: ['7', 'osd.7'][pick(2)]!, value: 7n }
    case 'CephName':
      return text(['osd.7', 'mon.a', 'mds.x.y', 'mgr', '*'][pick(5)]!)
    case 'CephPgid':
      return text(['1.2f', '12.0'][pick(2)]!)
    case 'CephIPAddr':
      return text(['10.0.0.1', '10.0.0.1:6789', '::1', '[fe80::1]:6789'][pick(4)]!)
    case 'CephEntityAddr':
      return text(['10.0.0.1', '10.0.0.1:0/123', '[fe80::1]:6789/5'][pick(3)]!)
    case 'CephUUID':
      return text('4180c1ff-6a1d-46f0-9360-a2e085628383')
    default:
      // Letters that every class of characters of the descriptions has, `[range]` among them.
      return text(['rage', 'range', 'near'][pick(3)]!)
  }
}

/** A word that an argument refuses; undefined when it takes any. */
export function invalidValue({ typeName, type }: ArgDesc): string | undefined {
  switch (typeName) {
    case 'CephInt':
    case 'CephFloat':
    case 'CephOsdName':
      return 'three'
    case 'CephBool':
      return 'maybe'
    case 'CephChoices':
      return 'no-such-choice'
    case 'CephName':
      return 'osd.a'
    case 'CephPgid':
      return '1'
    case 'CephIPAddr':
      return '10.0.0.256'
    case 'CephEntityAddr':
      return '10.0.0.1:0/x'
    case 'CephUUID':
      return '4180c1ff'
    default:
      return type.text.includes('goodchars') ? '~' : undefined
  }
}

/** All arguments by their names. */
export function callByName(sig: readonly ArgDesc[], pick: Pick): Call {
  const [words, command] = prefixOf(sig)
  for (const desc of argumentsOf(sig)) {
    const values = desc.repeats ? [validValue(desc, pick), validValue(desc, pick)] : [validValue(desc, pick)]
    const name = `--${pick(2) === 0 ? desc.name : desc.name.replaceAll('_', '-')}`
    if (desc.typeName === 'CephBool') values[0] = { word: '', value: true }
    const word = values.map(value => value.word).join(',')
    words.push(...(desc.typeName === 'CephBool' ? [name] : pick(2) === 0 ? [name, word] : [`${name}=${word}`]))
    command.set(desc.name, desc.repeats ? values.map(({ value }) => value) : values[0]!.value)
  }
  return { words, command }
}

/** All arguments in their places, up to the first that repeats and takes all that follows. */
export function callByPosition(sig: readonly ArgDesc[], pick: Pick): Call {
  const [words, command] = prefixOf(sig)
  const required = argumentsOf(sig).findLastIndex(desc => desc.required)
  for (const [i, desc] of argumentsOf(sig).entries()) {
    if (!desc.positional) break
    const values = desc.repeats ? [validValue(desc, pick), validValue(desc, pick)] : [validValue(desc, pick)]
    words.push(...values.map(({ word }) => word))
    command.set(desc.name, desc.repeats ? values.map(({ value }) => value) : values[0]!.value)
    if (desc.repeats && i >= required) break
  }
  return { words, command }
}

function prefixOf(sig: readonly ArgDesc[]): [words: string[], command: Map<string, ArgValue | ArgValue[]>] {
  const words = sig.filter(desc => desc.typeName === 'CephPrefix').map(({ type }) => type.text)
  return [words, new Map([['prefix', words.join(' ')]])]
}

function argumentsOf(sig: readonly ArgDesc[]): readonly ArgDesc[] {
  return sig.filter(desc => desc.typeName !== 'CephPrefix')
}

function bounds(typeText: string): readonly string[] {
  const range = /\[(.*)-(.*)\]/.exec(typeText)
  return range === null ? [] : range.slice(1)
}

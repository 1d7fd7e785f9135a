import { ArgumentError } from '../errors.js'
import { badChars } from '../goodchars.js'
import type { ArgType, ArgTypeParameters } from './arg-type.js'

/** A word of which nothing is known here: the monitors judge it. */
export function anyWord(text: string): ArgType {
  return { text, parse: word => word }
}

/** CephString: printable ASCII, or only the characters in `goodchars`. */
export function cephString({ goodchars = '' }: ArgTypeParameters): ArgType {
  const allowed = typeof goodchars === 'string' ? goodchars : ''
  return {
    text: allowed === '' ? '<string>' : `<string(goodchars ${allowed})>`,
    parse(word) {
      const bad = allowed === '' ? (word.match(unprintable) ?? []) : badChars(allowed, word)
      if (bad.length > 0) throw new ArgumentError(`invalid chars ${bad.join('')} in ${word}`)
      return word
    }
  }
}

/** What is not in Python's string.printable. */
const unprintable = /[^\t-\r -~]/g

/** CephChoices: one of the words in `strings`, which stand with bars between them. */
export function cephChoices({ strings = '' }: ArgTypeParameters): ArgType {
  const text = typeof strings === 'string' ? strings : ''
  const choices = text.split('|')
  return {
    text,
    choices,
    parse(word, partial = false) {
      const known = partial ? choices.some(choice => choice.startsWith(word)) : choices.includes(word)
      if (!known) throw new ArgumentError(`${word} not in ${text}`)
      return word
    }
  }
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false]
])

/** CephBool: `true`, `false`, `1`, `0`; given by its name alone it is true. */
export const cephBool: ArgType = {
  text: '<bool>',
  parse(word) {
    const value = truths.get(word.toLowerCase())
    if (value === undefined) throw new ArgumentError(`${word} not one of 'true', 'false'`)
    return value
  }
}

/** With or without dashes, in braces, or as a URN. */
const uuid = /^[\da-f]{32}$/i

/** CephUUID */
export const cephUuid: ArgType = {
  text: '<uuid>',
  parse(word) {
    const digits = word
      .replace(/^urn:/, '')
      .replace(/^uuid:/, '')
      .replace(/^[{}]+|[{}]+$/g, '')
      .replaceAll('-', '')
    if (!uuid.test(digits)) throw new ArgumentError(`invalid UUID ${word}: badly formed hexadecimal UUID string`)
    return word
  }
}

/** CephFragment: `0xVALUE/BITS` */
export const cephFragment: ArgType = {
  text: '<CephFS fragment ID (0xvvv/bbb)>',
  parse(word) {
    if (!/^0x[\da-f]+\/\d+$/i.test(word)) throw new ArgumentError(`${word} not a fragment such as 0x2c000000/6`)
    return word
  }
}

/** A literal word of the command itself. */
export function literalWord(literal: string): ArgType {
  return {
    text: literal,
    choices: [literal],
    parse(word, partial = false) {
      if (partial ? literal.startsWith(word) : literal === word) return word
      throw new ArgumentError(`no match for ${word}`, 'prefix')
    }
  }
}

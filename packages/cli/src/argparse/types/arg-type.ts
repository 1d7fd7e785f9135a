import type { ArgValue } from '../value.js'

/** The type of an argument: what it takes, and how it is written in help. */
export interface ArgType {
  /**
   * @param partial whether the beginning of a choice will do
   * @throws ArgumentError when the word is none of this type
   */
  parse(word: string, partial?: boolean): ArgValue
  /** As messages name it: `<int[0-7]>`. */
  readonly text: string
  /** All words that it takes, where these are few and known. */
  readonly choices?: readonly string[]
}

/** What a description says of an argument beside its type, name and number: `range`, `strings`, `goodchars`, … */
export type ArgTypeParameters = Readonly<Record<string, unknown>>

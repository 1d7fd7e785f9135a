import { stringify } from '../decode/to-json.js'
import { escapeLine } from '../escape.js'
import type { Change } from './change.js'

/** A change as lines of text. None of them can steer a terminal. */
export function plainLines({ stamp, subject, words }: Change): string {
  const head = subject === '' ? stamp : `${stamp} ${subject}`
  return words.map(text => `${escapeLine(`${head} ${text}`)}\n`).join('')
}

/** A change as a line of JSON. */
export function jsonLine({ json }: Change): string {
  return `${stringify(json)}\n`
}

import { stringify } from '../decode/to-json.js'
import { escapeLine } from '../escape.js'
import type { Output } from '../io.js'
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

/** @returns false when nobody reads any more */
export function writeWhileRead(output: Output, text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    output.write(text, error => {
      if (error === undefined || error === null) resolve(true)
      else if ((error as NodeJS.ErrnoException).code === 'EPIPE') resolve(false)
      else reject(error)
    })
  })
}

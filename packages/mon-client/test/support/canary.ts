import { inspect } from 'node:util'
import { expect } from 'chai'

/** Everything that prints an error somewhere: its message, stack, causes, fields, hidden ones too. */
export function printed(error: unknown): string {
  const shown = [inspect(error, { depth: 12, showHidden: true, maxStringLength: null, maxArrayLength: null })]
  for (let e = error; e instanceof Error; e = e.cause) shown.push(e.message, e.stack ?? '', JSON.stringify(e))
  return shown.join('\n')
}

/** Fails when the key shows in the error in any of its spellings: base64, hex, the secret alone in either. */
export function expectNoSecret(error: unknown, key: string): void {
  const bytes = Buffer.from(key, 'base64')
  const secret = bytes.subarray(12)
  const text = printed(error)
  const spellings = [key, bytes.toString('hex'), secret.toString('hex'), secret.toString('base64').replace(/=+$/, '')]
  for (const spelling of spellings) expect(text.includes(spelling), 'the error holds the key').to.equal(false)
  expect(text.includes(secret.toString('latin1')), 'the error holds the raw key').to.equal(false)
}

type Type<E> = abstract new (...args: never[]) => E

/** What a promise rejects with; fails when it resolves, or rejects with another type. */
export async function rejection(promise: Promise<unknown>): Promise<Error>
export async function rejection<E extends Error>(promise: Promise<unknown>, type: Type<E>): Promise<E>
export async function rejection(promise: Promise<unknown>, type: Type<Error> = Error): Promise<Error> {
  const error = await promise.then(
    () => undefined,
    (error: unknown) => error
  )
  if (error instanceof type) return error
  throw new Error(`Expected a rejection with ${type.name}`, { cause: error })
}

/** What a function throws; fails when it does not, or throws another type. */
export function thrown<E extends Error>(run: () => unknown, type: Type<E>): E {
  try {
    run()
  } catch (error) {
    if (error instanceof type) return error
    throw error
  }
  throw new Error(`Expected ${type.name}`)
}

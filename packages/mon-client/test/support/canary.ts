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

/** What a promise rejects with; fails when it resolves. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    expect(error).to.be.instanceOf(Error)
    return error as Error
  }
  throw new Error('The promise was expected to reject')
}

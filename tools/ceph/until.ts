import { setTimeout } from 'node:timers/promises'

/** How long `until` waits, how often it looks, and what it adds to its error. */
export interface UntilOptions {
  readonly timeout?: number
  readonly interval?: number
  readonly log?: () => string
}

/** Polls until the condition holds; throws what it was waiting for and the log when it does not come about. */
export async function until(what: string, holds: () => Promise<boolean>, options: UntilOptions = {}): Promise<void> {
  const timeout = options.timeout ?? 60_000
  const deadline = performance.now() + timeout
  while (!(await holds())) {
    if (performance.now() > deadline) {
      throw new Error(`waited ${timeout} ms in vain: ${what}\n${options.log?.() ?? ''}`)
    }
    await setTimeout(options.interval ?? 25)
  }
}

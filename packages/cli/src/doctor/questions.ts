import { MonCommandError, connect } from '@cephwire/mon-client'
import type { MonClient, MonClientOptions } from '@cephwire/mon-client'

/** What the cluster answered; `denied` when the caps do not let it. */
export type Answer = { readonly value: unknown } | { readonly denied: true } | { readonly failure: string }

/** What was asked of the cluster. */
export interface Answers {
  readonly quorumStatus: Answer
  readonly health: Answer
  readonly timeSync: Answer
  readonly versions: Answer
  /** Entity, caps and no key. */
  readonly entity: Answer
}

/**
 * Asks the cluster about itself, all at a time.
 *
 * @param timeout milliseconds for all of it
 * @returns why there is no session, where there is none
 * @throws the signal's reason
 */
export async function askCluster(
  options: MonClientOptions,
  entity: string,
  timeout: number,
  signal: AbortSignal
): Promise<Answers | { readonly failure: string }> {
  const started = performance.now()
  let client: MonClient
  try {
    client = await connect({ ...options, connectTimeout: timeout, signal })
  } catch (error) {
    signal.throwIfAborted()
    return { failure: messageOf(error) }
  }
  try {
    const left = Math.max(1, timeout - (performance.now() - started))
    const [quorumStatus, health, timeSync, versions, auth] = await Promise.all([
      ask(client, { prefix: 'quorum_status' }, left),
      ask(client, { prefix: 'health', detail: 'detail' }, left),
      ask(client, { prefix: 'time-sync-status' }, left),
      ask(client, { prefix: 'versions' }, left),
      ask(client, { prefix: 'auth get', entity }, left)
    ])
    signal.throwIfAborted()
    return { quorumStatus, health, timeSync, versions, entity: auth }
  } finally {
    await client.close()
  }
}

const EACCES = 13

async function ask(
  client: MonClient,
  command: { readonly prefix: string } & Readonly<Record<string, string>>,
  timeout: number
): Promise<Answer> {
  try {
    const reply = await client.command({ ...command, format: 'json' }, { timeout })
    return { value: reply.json() }
  } catch (error) {
    if (error instanceof MonCommandError && error.errno === EACCES) return { denied: true }
    return { failure: messageOf(error) }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

import { MonCommandError } from '@cephwire/mon-client'
import type { CommandReply, MonClient } from '@cephwire/mon-client'

/** What the cluster answered, be it a refusal. */
export interface CommandAnswer {
  readonly output: Uint8Array
  readonly status: string
  /** Positive; 0 unless the cluster refused. */
  readonly errno: number
  /** `ENOENT`; '' unless the cluster refused. */
  readonly errnoName: string
}

/** Sends one command; a refusal is an answer here. */
export async function sendCommand(
  client: Pick<MonClient, 'command'>,
  json: string,
  input: Uint8Array | undefined,
  signal: AbortSignal
): Promise<CommandAnswer> {
  return answerOf(client.command(json, { input, signal }))
}

/** What was answered, be it a refusal. */
export async function answerOf(reply: Promise<CommandReply>): Promise<CommandAnswer> {
  try {
    const { output, status } = await reply
    return { output, status, errno: 0, errnoName: '' }
  } catch (error) {
    if (!(error instanceof MonCommandError)) throw error
    const { output, status, errno, errnoName } = error
    return { output, status, errno, errnoName }
  }
}

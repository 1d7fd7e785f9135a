import { CephError } from '@cephwire/codec'
import { command, commandReply, decodeFront, encodeMessage } from '@cephwire/messages'
import { commandReplyOf } from '../command.js'
import { withDeadline } from '../deadline.js'
import { MonOutcomeUnknownError, MonSessionError } from '../errors.js'
import { destroyedBy, openOwnConnection } from './own-connection.js'
import type { Message, OutgoingMessage } from '@cephwire/messenger'
import type { CommandReply, PreparedCommand } from '../command.js'
import type { MonSessionInit } from '../mon-session.js'
import type { MonTarget } from '../mon-target.js'
import type { OwnConnection } from './own-connection.js'

/** What one monitor is told. */
export interface Tell {
  readonly command: PreparedCommand
  readonly input: Uint8Array | undefined
  readonly fsid: string
  /** Whether to send it again when the connection is lost before the answer. Default: true. */
  readonly resend?: boolean | undefined
  /** Further attempts after the first. Default: 2, mon_client_directed_command_retry. */
  readonly retries?: number
  /** Milliseconds for an attempt's connection, and from one attempt to the next. Default: 3000. */
  readonly interval?: number
}

/** How its connection is opened: openOwnConnection, unless a test plays the monitor. */
export type OpenOwnConnection = typeof openOwnConnection

const TID = 1n
const RETRIES = 2
/** mon_client_hunt_interval */
const INTERVAL = 3000

/**
 * Gives one monitor a command of its own, such as `mon_status`, on a connection for that alone: `ceph tell mon.a`. The
 * monitor must be in the quorum: one that is not authenticates nobody new. Needs all caps of `mon` for the command.
 *
 * @throws MonCommandError when the monitor refuses; MonOutcomeUnknownError with `resend: false`; AuthError; after the
 * last attempt what it failed with; the signal's reason
 */
export async function tellMonitor(
  target: MonTarget,
  init: MonSessionInit,
  tell: Tell,
  signal: AbortSignal,
  open: OpenOwnConnection = openOwnConnection
): Promise<CommandReply> {
  const { retries = RETRIES, interval = INTERVAL } = tell
  for (let left = retries; ; left--) {
    const started = init.clock.now()
    try {
      return await attempt(target, init, { ...tell, interval }, signal, open)
    } catch (error) {
      signal.throwIfAborted()
      if (left <= 0 || !isRetryable(error)) throw error
    }
    await init.clock.sleep(started + interval - init.clock.now(), { signal })
  }
}

const isRetryable = (error: unknown): boolean =>
  CephError.isCephError(error) && (error as { retryable?: boolean }).retryable === true

async function attempt(
  target: MonTarget,
  init: MonSessionInit,
  tell: Tell & { readonly interval: number },
  signal: AbortSignal,
  open: OpenOwnConnection
): Promise<CommandReply> {
  const what = `tell mon.${target.name} ${tell.command.prefix}`
  const deadline = { timeout: tell.interval, signal }
  const own = await withDeadline(`connect to mon.${target.name}`, deadline, init.clock, signal =>
    open(target, init, signal)
  )
  const reply = await destroyedBy(signal, own.connection, async () => {
    own.connection.send(encodeTell(tell))
    return answer(own).catch((cause: unknown) => {
      throw tell.resend === false ? new MonOutcomeUnknownError(what, { cause }) : cause
    })
  })
  await own.connection.close()
  return decodeTellReply(reply, tell.command.prefix)
}

async function answer({ messages }: OwnConnection): Promise<Message> {
  for (;;) {
    const next = await messages.next()
    if (next.done === true) throw new MonSessionError('The monitor closed the connection instead of answering')
    const { type, tid } = next.value
    if (type === commandReply.type && (tid === TID || tid === 0n)) return next.value
  }
}

function encodeTell({ command: { json }, input, fsid }: Tell): OutgoingMessage {
  const message = { ...encodeMessage(command, { fsid, cmd: [json] }), tid: TID }
  return input === undefined ? message : { ...message, data: input }
}

/** @throws MonCommandError for a negative code; CodecError */
function decodeTellReply(message: Message, prefix: string): CommandReply {
  return commandReplyOf(decodeFront(commandReply, message), message.data, prefix)
}

import { AuthMethodRejectedError, ServiceId } from '@cephwire/auth'
import { CephError } from '@cephwire/codec'
import { commandReply, decodeFront, mgrCommandReply } from '@cephwire/messages'
import { FrameIntegrityError, PeerMismatchError } from '@cephwire/messenger'
import { commandReplyOf } from '../command.js'
import { errnoNumber } from '../errno.js'
import { MonOutcomeUnknownError, MonSessionError } from '../errors.js'
import { onAbort } from '../on-abort.js'
import { printable } from '../printable.js'
import { destroyedBy } from '../requests/own-connection.js'
import type { Ticket } from '@cephwire/auth'
import type { Clock, Connection, Message, OutgoingMessage } from '@cephwire/messenger'
import type { CommandReply } from '../command.js'
import type { Daemon } from './daemon.js'
import type { DaemonCredentials } from './daemon-connection.js'
import type { TellProgress } from './tell-progress.js'

/** A command for one daemon. */
export interface DaemonCommand {
  /** For errors: `tell osd.0 version`. */
  readonly what: string
  readonly prefix: string
  /** Whom to tell: asked anew for each attempt. */
  readonly locate: (signal: AbortSignal) => Promise<Daemon>
  /** Without a tid. */
  readonly encode: () => OutgoingMessage
  /** Resolves when that daemon is not the one to tell any more. */
  readonly left?: ((signal: AbortSignal) => Promise<void>) | undefined
  /** Whether to send it again when the connection is lost before the answer. Default: true. */
  readonly resend?: boolean | undefined
}

/** What telling needs of the client. */
export interface TellOwner {
  readonly clock: Clock
  credentials(service: ServiceId, refused: Ticket | undefined, signal: AbortSignal): Promise<DaemonCredentials>
  connect(daemon: Daemon, credentials: DaemonCredentials, signal: AbortSignal): Promise<Connection>
}

const TID = 1n
/** Milliseconds from one attempt to the next: mgr_connect_retry_interval */
const INTERVAL = 1000
const EAGAIN = errnoNumber('EAGAIN')!

/**
 * Gives a daemon a command, on a connection for that alone. What fails on the way is tried again for as long as the
 * signal lets it, and the maps have such a daemon.
 *
 * @throws MonCommandError when the daemon refuses; TargetError; MonOutcomeUnknownError with `resend: false`, and for
 * an answer that does not verify; AuthError; the signal's reason
 */
export async function tellDaemon(
  command: DaemonCommand,
  owner: TellOwner,
  progress: TellProgress,
  signal: AbortSignal
): Promise<CommandReply> {
  let refused: Ticket | undefined
  for (;;) {
    const started = owner.clock.now()
    try {
      return await attempt(command, owner, progress, refused, signal)
    } catch (error) {
      signal.throwIfAborted()
      progress.failed(error)
      // Once: a daemon that was away may not know the secret that the ticket was made with.
      if (error instanceof RefusedTicket && refused === undefined) {
        refused = error.ticket
        continue
      }
      if (error instanceof RefusedTicket) throw error.cause
      if (!isRetryable(error)) throw error
    }
    await owner.clock.sleep(started + INTERVAL - owner.clock.now(), { signal })
  }
}

/** Of this module alone. */
class RefusedTicket extends Error {
  readonly ticket: Ticket

  constructor(cause: AuthMethodRejectedError, ticket: Ticket) {
    super(cause.message, { cause })
    this.ticket = ticket
  }
}

/** A daemon that starts again is another peer, which the next map has. */
const isRetryable = (error: unknown): boolean =>
  error instanceof PeerMismatchError ||
  (CephError.isCephError(error) &&
    error.code !== 'ERR_CEPH_CONFIG' &&
    (error as { retryable?: boolean }).retryable === true)

async function attempt(
  command: DaemonCommand,
  owner: TellOwner,
  progress: TellProgress,
  refused: Ticket | undefined,
  signal: AbortSignal
): Promise<CommandReply> {
  progress.stage = 'locating'
  const daemon = await command.locate(signal)
  progress.daemon = daemon.name
  signal.throwIfAborted()
  // Ends with the signal, when the daemon is not the one to tell any more, and with this attempt.
  const over = new AbortController()
  const letGo = onAbort(signal, () => over.abort(signal.reason))
  command.left?.(over.signal).then(
    () => over.abort(new MonSessionError(`${daemon.name} is not the one to tell any more`)),
    () => undefined
  )
  try {
    return await told(daemon, command, owner, progress, refused, over.signal)
  } finally {
    letGo()
    over.abort()
  }
}

async function told(
  daemon: Daemon,
  command: DaemonCommand,
  owner: TellOwner,
  progress: TellProgress,
  refused: Ticket | undefined,
  signal: AbortSignal
): Promise<CommandReply> {
  progress.stage = 'authorizing'
  const credentials = await owner.credentials(daemon.service, refused, signal)
  progress.stage = 'connecting'
  const connection = await owner.connect(daemon, credentials, signal).catch((error: unknown) => {
    const ticket = credentials.tickets?.get(daemon.service)
    if (!(error instanceof AuthMethodRejectedError) || ticket === undefined) throw error
    throw new RefusedTicket(error, ticket)
  })
  const answered = destroyedBy(signal, connection, async () => {
    connection.send({ ...command.encode(), tid: TID })
    progress.stage = 'sent'
    progress.mayHaveExecuted = true
    return answer(daemon, connection)
  })
  const reply = await answered.catch((cause: unknown) => {
    // An answer that cannot be believed would be no better the next time, and the command would be executed again.
    const once = command.resend === false || cause instanceof FrameIntegrityError
    throw once && progress.stage === 'sent' ? new MonOutcomeUnknownError(command.what, { cause }) : cause
  })
  await connection.close()
  return replyOf(reply, daemon, command.prefix)
}

async function answer(daemon: Daemon, connection: Connection): Promise<Message> {
  for await (const message of connection) {
    const { type, tid } = message
    if (tid === TID && (type === commandReply.type || type === mgrCommandReply.type)) return message
  }
  throw new MonSessionError(`${daemon.name} closed the connection instead of answering`)
}

/** @throws MonSessionError for what is to be tried again; MonCommandError for a negative code; CodecError */
function replyOf(message: Message, { name, service }: Daemon, prefix: string): CommandReply {
  const reply = decodeFront(message.type === commandReply.type ? commandReply : mgrCommandReply, message)
  // So says an OSD that does not lead the placement group any more: Objecter::handle_command_reply
  if (reply.r === -EAGAIN && service === ServiceId.Osd)
    throw new MonSessionError(`${name} says: ${printable(reply.rs, 1024)}`)
  return commandReplyOf(reply, message.data, prefix)
}

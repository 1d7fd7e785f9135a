import { CodecError } from '@cephwire/codec'
import { MessageType } from '@cephwire/messages'
import { handleAuth } from './handlers/auth.js'
import { handleCommand, handleTellCommand } from './handlers/command.js'
import { handleGetConfig } from './handlers/get-config.js'
import { handleGetMap, handleGetOSDMap } from './handlers/get-map.js'
import { handleGetVersion } from './handlers/get-version.js'
import { handleLog } from './handlers/log.js'
import { handlePing } from './handlers/ping.js'
import { handlePoolOp } from './handlers/pool-op.js'
import { handleGetPoolStats, handleStatfs } from './handlers/statfs.js'
import { handleSubscribe } from './handlers/subscribe.js'
import type { Message } from '@cephwire/messenger'
import type { Handler } from './handlers/handler.js'
import type { MonSession } from './mon-session.js'

const handlers: ReadonlyMap<number, Handler> = new Map(
  [
    handleAuth,
    handleCommand,
    handleGetConfig,
    handleGetMap,
    handleGetOSDMap,
    handleGetPoolStats,
    handleGetVersion,
    handleLog,
    handlePing,
    handlePoolOp,
    handleStatfs,
    handleSubscribe,
    handleTellCommand
  ].map(handler => [handler.type, handler])
)

/** What to do with a message. */
export type Verdict = 'handled' | 'dropped' | 'wait' | 'close'

const knownTypes: ReadonlySet<number> = new Set(Object.values(MessageType))

/**
 * Does what a message asks for: src/mon/Monitor.cc, dispatch_op.
 *
 * @returns `wait` for one that the monitor can only take in the quorum; `close` for what no monitor understands
 */
export function dispatch(session: MonSession, message: Message): Verdict {
  const { silentTypes } = session.faults.current
  const handler = handlers.get(message.type)
  if (handler === undefined) return knownTypes.has(message.type) ? 'dropped' : 'close'
  if (!handler.alone && session.monitor.quorumAwaited !== undefined) return 'wait'
  if (!handler.anonymous && !session.authenticated) return 'dropped'
  if (silentTypes?.includes(message.type) === true) return 'dropped'
  try {
    handler.handle(session, message)
    return 'handled'
  } catch (error) {
    if (error instanceof CodecError) return 'close'
    throw error
  }
}

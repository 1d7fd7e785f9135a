import {
  authReply,
  decodeFront,
  getPoolStatsReply,
  logAck,
  monCommandAck,
  monGetVersionReply,
  monMap,
  monSubscribeAck,
  osdMap,
  ping,
  poolOpReply,
  statfsReply
} from '@cephwire/messages'
import { versionHandleOf } from './get-version.js'
import { logAckTid } from './requests/mon-log.js'
import { isStatfsReply } from './requests/statfs.js'
import type { MOSDMap } from '@cephwire/messages'
import type { Message } from '@cephwire/messenger'
import type { Dispatcher, MessageHandler } from './dispatcher.js'
import type { Requests } from './requests.js'
import type { Watches } from './watch/watches.js'

/** Messages that answer a request by their tid. */
const ANSWERS = [monCommandAck, getPoolStatsReply, poolOpReply]

export interface Routes {
  readonly requests: Requests
  readonly watches: Watches
  readonly osdMaps: OSDMapTap
  readonly monMap: (message: Message) => void
  readonly authReply: MessageHandler
  readonly subscribeAck: MessageHandler
  readonly ping: MessageHandler
}

/**
 * Says who handles which message. An answer is taken also when nobody waits for it any more: it is for nobody else. What
 * comes by a subscription is taken when somebody watches it.
 */
export function route(dispatcher: Dispatcher, { requests, watches, osdMaps, ...handlers }: Routes): void {
  const answer = (message: Message, tid = message.tid): boolean => {
    requests.answer(tid, message)
    return true
  }
  for (const { type } of ANSWERS) dispatcher.handle(type, message => answer(message))
  dispatcher.handle(statfsReply.type, message => isStatfsReply(message) && answer(message))
  dispatcher.handle(monGetVersionReply.type, message => answer(message, versionHandleOf(message)))
  dispatcher.handle(logAck.type, message => answer(message, logAckTid(message)))
  dispatcher.handle(authReply.type, handlers.authReply)
  dispatcher.handle(monSubscribeAck.type, handlers.subscribeAck)
  dispatcher.handle(ping.type, handlers.ping)
  dispatcher.handle(monMap.type, message => {
    handlers.monMap(message)
    return true
  })
  dispatcher.handle(osdMap.type, message => {
    const answered = osdMaps.show(message).filter(tid => requests.answer(tid, message))
    return watches.handle(message) || answered.length > 0
  })
  // Somebody may watch a subscription that this package knows nothing of.
  dispatcher.handleRest(message => watches.handle(message))
}

/** Looks at an MOSDMap. @returns the tid of the request that it answers, if it does */
export type OSDMapListener = (message: MOSDMap) => bigint | undefined

/** Shows every MOSDMap to those who know what it may answer: it has no tid. */
export class OSDMapTap {
  readonly #listeners = new Set<OSDMapListener>()

  /** @returns takes the listener away */
  listen(listener: OSDMapListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** @returns the tids that it answers. @throws CodecError */
  show(message: Message): bigint[] {
    if (this.#listeners.size === 0) return []
    const maps = decodeFront(osdMap, message)
    return [...this.#listeners].map(listener => listener(maps)).filter(tid => tid !== undefined)
  }
}

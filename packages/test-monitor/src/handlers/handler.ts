import { decodeFront } from '@cephwire/messages'
import type { Message } from '@cephwire/messenger'
import type { MessageCodec } from '@cephwire/messages'
import type { MonSession } from '../mon-session.js'

/** What a monitor does with messages of one type. */
export interface Handler {
  readonly type: number
  /** Whether the sender may be anybody: authentication, ping and tell. */
  readonly anonymous: boolean
  /** Whether it needs no quorum. */
  readonly alone: boolean
  /** @throws CodecError when the front is not such a message */
  readonly handle: (session: MonSession, message: Message) => void
}

export interface HandlerInit<T> {
  readonly anonymous?: boolean
  readonly alone?: boolean
  readonly handle: (session: MonSession, value: T, message: Message) => void
}

export function handler<T>(codec: MessageCodec<T>, init: HandlerInit<T>): Handler {
  return {
    type: codec.type,
    anonymous: init.anonymous ?? false,
    alone: init.alone ?? false,
    handle: (session, message) => init.handle(session, decodeFront(codec, message), message)
  }
}

import { publishUnknownMessage } from './diagnostics.js'
import type { Message } from '@cephwire/messenger'

/** Looks at a message. @returns whether it has taken it, so that nobody else gets it */
export type MessageHandler = (message: Message) => boolean

/** Hands each message to who takes it: the client's own handlers by type, then those of `onMessage`. */
export class Dispatcher {
  readonly #own = new Map<number, MessageHandler>()
  #rest: MessageHandler = () => false
  readonly #others = new Set<{ readonly handler: MessageHandler }>()

  /** One for each type. */
  handle(type: number, handler: MessageHandler): void {
    this.#own.set(type, handler)
  }

  /** One for all types that have none. */
  handleRest(handler: MessageHandler): void {
    this.#rest = handler
  }

  /** For what nobody else takes: the extra_mon_dispatch of the kernel's client. @returns takes the handler away */
  onMessage(handler: MessageHandler): () => void {
    const entry = { handler }
    this.#others.add(entry)
    return () => void this.#others.delete(entry)
  }

  /** @throws what an own handler throws of a message that makes no sense */
  dispatch(message: Message): void {
    const own = this.#own.get(message.type) ?? this.#rest
    if (own(message)) return
    for (const { handler } of [...this.#others]) if (takes(handler, message)) return
    publishUnknownMessage(message)
  }
}

/** A handler of the application's that throws is no fault of the monitor: it is told like an error of a listener. */
function takes(handler: MessageHandler, message: Message): boolean {
  try {
    return handler(message)
  } catch (error) {
    process.nextTick(() => {
      throw error
    })
    return true
  }
}

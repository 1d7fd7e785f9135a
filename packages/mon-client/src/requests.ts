import { MonClientFullError, MonOutcomeUnknownError, MonTimeoutError } from './errors.js'
import { Deadlines } from './deadlines.js'
import type { Clock, Message, OutgoingMessage } from '@cephwire/messenger'

/** How one request is to be treated. */
export interface RequestOptions {
  /** Gives up: rejects with its reason. The session is not touched. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds; 0 for no limit. Default: the client's. */
  readonly timeout?: number | undefined
  /**
   * Whether to send it again when its session is lost before the answer. Default true: then it is executed at least
   * once, maybe twice. False: at most once, and MonOutcomeUnknownError when nobody knows.
   */
  readonly resend?: boolean | undefined
}

/** A request before it has a tid. */
export interface Request<T> extends RequestOptions {
  /** For messages: `command osd pool create`. */
  readonly what: string
  /** The message for a tid, made anew each time it is sent. */
  readonly encode: (tid: bigint) => OutgoingMessage
  /** Type of the answer. */
  readonly replyType: number
  /** It only asks: nothing is executed, however often it is sent. */
  readonly readOnly?: boolean
  /** What the answer means; what it throws rejects the request. */
  readonly decode: (reply: Message) => T
}

interface Pending {
  readonly request: Request<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  /** By the clock; Infinity for none. */
  readonly deadline: number
  sent: boolean
}

/** What the table needs of the client that it serves. */
export interface RequestsOwner {
  /** Sends when there is a session. @returns whether it was sent */
  send(message: OutgoingMessage): boolean
  /** Why an answer may be missing, as far as the client can tell. */
  explain(): string | undefined
}

/** Requests that wait for their answers, by tid. A tid is never used twice in the life of a client. */
export class Requests {
  readonly #owner: RequestsOwner
  readonly #clock: Clock
  readonly #limit: number
  readonly #deadlines: Deadlines
  readonly #pending = new Map<bigint, Pending>()
  #lastTid = 0n

  constructor(owner: RequestsOwner, clock: Clock, limit: number) {
    this.#owner = owner
    this.#clock = clock
    this.#limit = limit
    this.#deadlines = new Deadlines(clock, now => this.#expire(now))
  }

  /** How many wait. */
  get size(): number {
    return this.#pending.size
  }

  /** Sends a request, now or with the next session, and waits for its answer. */
  async run<T>(request: Request<T>): Promise<T> {
    request.signal?.throwIfAborted()
    if (this.#pending.size >= this.#limit) throw new MonClientFullError(this.#limit)
    const tid = ++this.#lastTid
    const abort = (): void => this.#settle(tid, pending => pending.reject(request.signal?.reason))
    request.signal?.addEventListener('abort', abort, { once: true })
    try {
      return await new Promise<T>((resolve, reject) => {
        const { timeout = 0 } = request
        const deadline = timeout > 0 ? this.#clock.now() + timeout : Infinity
        const pending: Pending = { request, resolve: resolve as Pending['resolve'], reject, deadline, sent: false }
        this.#pending.set(tid, pending)
        if (timeout > 0) this.#deadlines.add(deadline)
        this.#send(tid, pending)
      })
    } finally {
      request.signal?.removeEventListener('abort', abort)
    }
  }

  #expire(now: number): void {
    for (const [tid, pending] of [...this.#pending]) {
      if (pending.deadline <= now) this.#settle(tid, pending => pending.reject(this.#timeoutError(pending)))
      else if (pending.deadline < Infinity) this.#deadlines.add(pending.deadline)
    }
  }

  #timeoutError({ request, sent }: Pending): MonTimeoutError {
    const likely = this.#owner.explain()
    const { what, timeout = 0 } = request
    const mayHaveExecuted = sent && request.readOnly !== true
    return new MonTimeoutError({ what, timeout, mayHaveExecuted, ...(likely === undefined ? {} : { likely }) })
  }

  #send(tid: bigint, pending: Pending): void {
    try {
      if (this.#owner.send(pending.request.encode(tid))) pending.sent = true
    } catch (error) {
      this.#settle(tid, pending => pending.reject(error))
    }
  }

  #settle(tid: bigint, settle: (pending: Pending) => void): void {
    const pending = this.#pending.get(tid)
    if (pending === undefined) return
    this.#pending.delete(tid)
    if (this.#pending.size === 0) this.#deadlines.clear()
    settle(pending)
  }

  /** Takes an answer. @returns false for one that nobody waits for */
  answer(tid: bigint, message: Message): boolean {
    const pending = this.#pending.get(tid)
    if (pending?.request.replyType !== message.type) return false
    this.#settle(tid, ({ request, resolve, reject }) => {
      try {
        resolve(request.decode(message))
      } catch (error) {
        reject(error)
      }
    })
    return true
  }

  /** A new session: sends what was not sent yet and, in the order of tids, what may be sent again. */
  sessionOpened(): void {
    for (const [tid, pending] of [...this.#pending]) this.#send(tid, pending)
  }

  /** The session is gone: what was sent and must not be sent again has no known outcome. */
  sessionLost(cause: unknown): void {
    for (const [tid, { request, sent }] of [...this.#pending]) {
      if (!sent || request.resend !== false) continue
      this.#settle(tid, pending => pending.reject(new MonOutcomeUnknownError(request.what, { cause })))
    }
  }

  /** Ends all that wait. */
  rejectAll(error: Error): void {
    for (const tid of [...this.#pending.keys()]) this.#settle(tid, pending => pending.reject(error))
  }
}

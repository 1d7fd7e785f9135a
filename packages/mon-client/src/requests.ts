import { publishRequestEnd, publishRequestSent } from './diagnostics.js'
import { MonClientFullError, MonOutcomeUnknownError, MonTimeoutError } from './errors.js'
import { Deadlines } from './deadlines.js'
import { onAbort } from './on-abort.js'
import type { Silence } from './silence.js'
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
  /** Why monitors may have nothing to say to it; undefined: nobody is to find out. */
  readonly silence?: SilenceHints | undefined
  /** What the answer means; what it throws rejects the request. */
  readonly decode: (reply: Message) => T
}

/** What makes monitors say nothing at all to a request. */
export interface SilenceHints {
  /** Caps without which it is not answered: `mon r`. */
  readonly caps?: string
  /** What else may be wrong, where monitors are silent in the same way: `there is no pool 9`. */
  readonly otherwise?: string
  /** The command's prefix: one of the manager's waits for a manager. */
  readonly prefix?: string
  /** A name that it carries and monitors do not know, with those that they do know. */
  readonly unknownName?: { readonly name: string; readonly known: readonly string[] }
}

/** How a request has fared, for those who explain its silence. */
export interface RequestFacts {
  readonly what: string
  readonly hints: SilenceHints
  /** How often it was sent. */
  readonly attempts: number
}

interface Pending {
  readonly request: Request<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
  /** By the clock. */
  readonly started: number
  /** By the clock; Infinity for none. */
  readonly deadline: number
  /** When to find out why there is no answer yet; Infinity when that has been done. */
  inquireAt: number
  /** On the present session. */
  sent: boolean
  attempts: number
}

/** What the table needs of the client that it serves. */
export interface RequestsOwner {
  /** Sends when there is a session. @returns whether it was sent */
  send(message: OutgoingMessage): boolean
  /** An answer is overdue: there is a moment left to find out why. */
  inquire(facts: RequestFacts): void
  /** Why an answer is missing, as far as the client can tell. */
  explain(facts: RequestFacts): Silence | undefined
}

/** Milliseconds before a deadline that are used to find out why there is no answer; at most half of the time. */
const INQUIRY = 1000

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
    const letGo = onAbort(request.signal, () => this.#fail(tid, request.signal?.reason))
    try {
      return await new Promise<T>((resolve, reject) => {
        const { timeout = 0 } = request
        const started = this.#clock.now()
        const deadline = timeout > 0 ? started + timeout : Infinity
        const inquireAt = request.silence === undefined ? Infinity : deadline - Math.min(INQUIRY, timeout / 2)
        const settle = { resolve: resolve as Pending['resolve'], reject }
        const pending: Pending = { request, ...settle, started, deadline, inquireAt, sent: false, attempts: 0 }
        this.#pending.set(tid, pending)
        if (timeout > 0) this.#deadlines.add(Math.min(inquireAt, deadline))
        this.#send(tid, pending)
      })
    } finally {
      letGo()
    }
  }

  #expire(now: number): void {
    for (const [tid, pending] of [...this.#pending]) {
      if (pending.deadline <= now) this.#fail(tid, this.#timeoutError(pending))
      else if (pending.deadline < Infinity) {
        if (pending.inquireAt <= now) {
          pending.inquireAt = Infinity
          this.#owner.inquire(factsOf(pending))
        }
        this.#deadlines.add(Math.min(pending.deadline, pending.inquireAt))
      }
    }
  }

  #timeoutError(pending: Pending): MonTimeoutError {
    const { what, timeout = 0, readOnly } = pending.request
    const mayHaveExecuted = pending.attempts > 0 && readOnly !== true
    return new MonTimeoutError({ what, timeout, mayHaveExecuted, ...this.#owner.explain(factsOf(pending)) })
  }

  #send(tid: bigint, pending: Pending): void {
    try {
      if (!this.#owner.send(pending.request.encode(tid))) return
      pending.sent = true
      publishRequestSent(tid, pending.request.what, ++pending.attempts)
    } catch (error) {
      this.#fail(tid, error)
    }
  }

  #settle(tid: bigint, settle: (pending: Pending) => void): void {
    const pending = this.#pending.get(tid)
    if (pending === undefined) return
    this.#pending.delete(tid)
    if (this.#pending.size === 0) this.#deadlines.clear()
    settle(pending)
  }

  #fail(tid: bigint, error: unknown): void {
    this.#settle(tid, pending => this.#reject(tid, pending, error))
  }

  #reject(tid: bigint, pending: Pending, error: unknown): void {
    pending.reject(error)
    this.#publishEnd(tid, pending, error)
  }

  #publishEnd(tid: bigint, { request, started }: Pending, error?: unknown): void {
    publishRequestEnd(tid, request.what, this.#clock.now() - started, error)
  }

  /**
   * Takes an answer.
   *
   * @param tid 0, as of old monitors: the answer to the oldest request of this kind
   * @returns false for one that nobody waits for
   */
  answer(tid: bigint, message: Message): boolean {
    const mine = tid === 0n ? this.#oldest(message.type) : tid
    const pending = this.#pending.get(mine)
    if (pending?.request.replyType !== message.type) return false
    this.#settle(mine, pending => {
      let value: unknown
      try {
        value = pending.request.decode(message)
      } catch (error) {
        this.#reject(mine, pending, error)
        return
      }
      pending.resolve(value)
      this.#publishEnd(mine, pending)
    })
    return true
  }

  /** Which request of this kind was sent first, as MonClient does for answers without a tid. */
  #oldest(replyType: number): bigint {
    for (const [tid, { request, sent }] of this.#pending) if (sent && request.replyType === replyType) return tid
    return 0n
  }

  /** A new session: sends what was not sent yet and, in the order of tids, what may be sent again. */
  sessionOpened(): void {
    for (const [tid, pending] of [...this.#pending]) this.#send(tid, pending)
  }

  /** The session is gone: what was sent and must not be sent again has no known outcome. */
  sessionLost(cause: unknown): void {
    for (const [tid, pending] of [...this.#pending]) {
      const { request, sent } = pending
      pending.sent = false
      if (!sent || request.resend !== false) continue
      this.#fail(tid, new MonOutcomeUnknownError(request.what, { cause }))
    }
  }

  /** Ends all that wait. */
  rejectAll(error: Error): void {
    for (const tid of [...this.#pending.keys()]) this.#fail(tid, error)
  }
}

function factsOf({ request: { what, silence = {} }, attempts }: Pending): RequestFacts {
  return { what, hints: silence, attempts }
}

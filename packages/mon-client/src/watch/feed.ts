import type { Message } from '@cephwire/messenger'

/** What one message of a subscription brings. */
export interface Update<U> {
  /** Epoch or version; undefined where there is none. */
  readonly version: bigint | undefined
  readonly value: U
  /** Which it was read from. */
  readonly message?: Message | undefined
}

/** How to read what comes by a subscription. */
export interface Feed<U> {
  /** Of its messages. */
  readonly type: number
  /**
   * @param name of the subscription
   * @returns undefined for a message of another subscription with the same type
   * @throws CodecError
   */
  read(message: Message, name: string): Update<U> | undefined
  /** Whether the last update says everything, so that another watcher of the same name needs no question. */
  readonly whole: boolean
  /** Whether who wants the newest wants what comes from now on, and not everything again. */
  readonly fromNow?: boolean
  /** What to ask for so that `start` comes again, where `have` has come already. */
  readonly restart?: (start: bigint, have: bigint) => bigint
  /** Names of which a session can have only one, and which one then serves the watchers of all of them. */
  readonly group?: { readonly key: string; readonly choose: (names: readonly string[]) => string }
}

/** What waits for a watcher that is busy: of several updates it makes one, or keeps them up to a bound. */
export interface WatchBuffer<U, T> {
  /** Until it resolves there is nothing to take, whatever waits; what it resolves to is what put() returns. */
  readonly loading?: Promise<boolean> | undefined
  /** @returns false when something is missing between this update and those before: everything is to be asked for again */
  put(update: Update<U>): boolean
  /** Whether there is something to take. */
  readonly waiting: boolean
  /** What to hand out next. */
  take(): T | undefined
}

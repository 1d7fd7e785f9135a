import { inspect } from 'node:util'
import { utimeToMillis } from '@cephwire/codec'
import type { Utime } from '@cephwire/codec'
import type { CephXTicketBlob } from './cephx/codecs.js'
import type { ServiceId } from './constants.js'
import type { CryptoKey } from './crypto-key.js'

/** What a ticket is made from. */
export interface TicketInit {
  readonly service: ServiceId
  readonly sessionKey: CryptoKey
  readonly blob: CephXTicketBlob
  /** A duration, so that the clocks of the two sides need not agree. */
  readonly validity: Utime
  /** Milliseconds on the clock that `renewAfter` and `expires` are on: when the ticket came. */
  readonly now: number
}

/** A monitor hands out tickets that last for hours; a shorter life than this would have us ask without end. */
const MIN_RENEW_MILLIS = 1000

/** The right to talk to one kind of service. Printing it shows whom it is for and until when, and nothing else. */
export class Ticket {
  readonly service: ServiceId
  /** Milliseconds: three quarters of the validity, but a second at least after it came. */
  readonly renewAfter: number
  /** Milliseconds: the end of the validity. */
  readonly expires: number
  readonly #sessionKey: CryptoKey
  readonly #blob: CephXTicketBlob

  constructor({ service, sessionKey, blob, validity, now }: TicketInit) {
    const millis = utimeToMillis(validity)
    this.service = service
    this.expires = now + millis
    this.renewAfter = now + Math.max(MIN_RENEW_MILLIS, (millis * 3) / 4)
    this.#sessionKey = sessionKey
    // A copy: what is decoded is a view of a receive buffer.
    this.#blob = { secretId: blob.secretId, blob: blob.blob.slice() }
  }

  /** Shared with the service. */
  get sessionKey(): CryptoKey {
    return this.#sessionKey
  }

  /** What the service gets to see; only it can read it. */
  get blob(): CephXTicketBlob {
    return this.#blob
  }

  toString(): string {
    return `Ticket(service ${this.service})`
  }

  toJSON(): unknown {
    return { service: this.service, renewAfter: this.renewAfter, expires: this.expires }
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

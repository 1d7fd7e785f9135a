/*
  Nonce of one direction                     src/msg/async/crypto_onwire.cc
    u32 fixed
    u64 counter          += 1 for each block, revision 1
*/
import { MessengerError } from '../errors.js'

/** All nonces of this direction were used: the connection has to end before one is used twice. */
export class NonceExhaustedError extends MessengerError {
  override readonly code = 'ERR_CEPH_MSGR_NONCE_EXHAUSTED'
  override readonly retryable = true
}

export const GCM_NONCE_BYTES = 12

/** A counter over GCM nonces that never hands one out twice. */
export class GcmNonce {
  readonly #initial: Uint8Array
  readonly #next: Uint8Array
  readonly #view: DataView
  #started = false
  #exhausted = false

  /**
   * @param initial the 12 bytes of the connection secret; copied
   * @param next where to go on: for tests of the wrap, which no connection lives to see
   */
  constructor(initial: Uint8Array, next: Uint8Array = initial) {
    this.#initial = Uint8Array.from(initial)
    this.#next = Uint8Array.from(next)
    this.#view = new DataView(this.#next.buffer)
  }

  /**
   * The nonce for the next block: valid until the following call.
   *
   * @throws NonceExhaustedError from the end of the counter on, for ever
   */
  next(): Uint8Array {
    if (this.#exhausted) throw exhausted()
    if (this.#started) this.#increment()
    this.#started = true
    return this.#next
  }

  #increment(): void {
    const low = (this.#view.getUint32(4, true) + 1) >>> 0
    this.#view.setUint32(4, low, true)
    if (low === 0) this.#view.setUint32(8, (this.#view.getUint32(8, true) + 1) >>> 0, true)
    // Compared only where the counter's low byte fits: this is on the path of every block.
    if (this.#next[4] === this.#initial[4] && this.#next.every((byte, i) => byte === this.#initial[i])) {
      this.#exhausted = true
      throw exhausted()
    }
  }
}

const exhausted = (): NonceExhaustedError => new NonceExhaustedError('All nonces of this connection are used up')

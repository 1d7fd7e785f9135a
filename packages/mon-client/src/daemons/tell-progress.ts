import { printable } from '../printable.js'
import type { MonTimeoutInit } from '../errors.js'
import type { Silence } from '../silence.js'

/** How far a command for a daemon has come: what a deadline that passes has to say. */
export class TellProgress {
  /** `lost`: it was sent, and the connection has ended without an answer to keep. */
  stage: 'locating' | 'authorizing' | 'connecting' | 'sent' | 'lost' = 'locating'
  /** `osd.3`, once it is known. */
  daemon = ''
  mayHaveExecuted = false
  #last: unknown

  /** An attempt has failed with this. */
  failed(error: unknown): void {
    this.#last = error
    if (this.stage === 'sent') this.stage = 'lost'
  }

  /**
   * @param explain what monitors have to do with it, while the daemon is not known
   */
  facts(explain: () => Silence | undefined): Partial<MonTimeoutInit> {
    return { mayHaveExecuted: this.mayHaveExecuted, ...this.#silence(explain) }
  }

  #silence(explain: () => Silence | undefined): Silence | undefined {
    if (this.stage === 'locating' || this.stage === 'authorizing') return explain()
    if (this.stage === 'sent') {
      return { reason: 'slow', likely: `${this.daemon} keeps the connection and has not answered: it may need longer` }
    }
    const why = this.#last instanceof Error ? `: ${printable(this.#last.message, 1024)}` : ''
    const trouble = this.stage === 'lost' ? 'has given no answer that counts' : 'cannot be reached'
    return { reason: 'unreachable', likely: `${this.daemon} ${trouble}${why}` }
  }
}

import type { MonTimeoutInit } from '../errors.js'
import type { Silence } from '../silence.js'

/** How far a command for a daemon has come: what a deadline that passes has to say. */
export class TellProgress {
  stage: 'locating' | 'authorizing' | 'connecting' | 'sent' = 'locating'
  /** `osd.3`, once it is known. */
  daemon = ''
  mayHaveExecuted = false
  #last: unknown

  /** An attempt has failed with this. */
  failed(error: unknown): void {
    this.#last = error
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
    const why = this.#last instanceof Error ? `: ${this.#last.message}` : ''
    return { reason: 'unreachable', likely: `${this.daemon} cannot be reached${why}` }
  }
}

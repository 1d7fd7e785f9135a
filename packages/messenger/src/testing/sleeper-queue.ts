/** Somebody who sleeps on a clock. */
export interface Sleeper {
  readonly until: number
  readonly wake: () => void
}

interface Entry extends Sleeper {
  readonly order: number
  gone: boolean
}

/** Sleepers by the time of their waking; those of one time in the order in which they came. A binary heap. */
export class SleeperQueue {
  readonly #heap: Entry[] = []
  #size = 0
  #order = 0

  get size(): number {
    return this.#size
  }

  add(until: number, wake: () => void): Sleeper {
    const entry: Entry = { until, wake, order: this.#order++, gone: false }
    this.#heap.push(entry)
    this.#size++
    this.#rise(this.#heap.length - 1)
    return entry
  }

  /** The next to wake. */
  peek(): Sleeper | undefined {
    while (this.#heap[0]?.gone === true) this.#removeFirst()
    return this.#heap[0]
  }

  /** Does nothing for one that was removed before. */
  remove(sleeper: Sleeper): void {
    const entry = sleeper as Entry
    if (entry.gone) return
    // It stays in the heap until it comes to the top.
    entry.gone = true
    this.#size--
  }

  #removeFirst(): void {
    const last = this.#heap.pop()!
    if (this.#heap.length === 0) return
    this.#heap[0] = last
    this.#sink()
  }

  #rise(at: number): void {
    const heap = this.#heap
    const entry = heap[at]!
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (isBefore(heap[parent]!, entry)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = entry
  }

  #sink(): void {
    const heap = this.#heap
    const entry = heap[0]!
    let at = 0
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
      if (isBefore(entry, heap[child]!)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = entry
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.until < b.until || (a.until === b.until && a.order < b.order)

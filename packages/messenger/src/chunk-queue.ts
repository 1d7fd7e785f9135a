const EMPTY = new Uint8Array(0)

/** Chunks below this size, behind others that wait, are put together: each on its own costs more than its bytes. */
const SMALL_BYTES = 512
const TAIL_BYTES = 4096

/** Bytes as they come from a transport, handed out in exact pieces: without a copy where a piece lies in one chunk. */
export class ChunkQueue {
  readonly #chunks: Uint8Array[] = []
  /** Chunks before this index are used up. */
  #head = 0
  /** Bytes of the head chunk that are used up. */
  #used = 0
  #length = 0
  /** Holds the last chunk, with room behind it, when small ones are put together. */
  #tail = EMPTY
  #tailEnd = 0
  #recorder: ((bytes: Uint8Array) => void) | undefined

  /** Bytes that can be taken. */
  get length(): number {
    return this.#length
  }

  /** Calls `recorder` with everything that is taken from now on; undefined ends it. */
  record(recorder: ((bytes: Uint8Array) => void) | undefined): void {
    this.#recorder = recorder
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    if (this.#length > 0 && chunk.length < SMALL_BYTES) this.#append(chunk)
    else {
      this.#chunks.push(chunk)
      this.#tail = EMPTY
    }
    this.#length += chunk.length
  }

  /** Copies a small chunk behind the one before, in bytes that nobody has seen yet. */
  #append(chunk: Uint8Array): void {
    if (this.#tail.length - this.#tailEnd >= chunk.length) this.#chunks.pop()
    else {
      this.#tail = new Uint8Array(TAIL_BYTES)
      this.#tailEnd = 0
    }
    this.#tail.set(chunk, this.#tailEnd)
    this.#tailEnd += chunk.length
    this.#chunks.push(this.#tail.subarray(0, this.#tailEnd))
  }

  /** The next `length` bytes, which must be there. */
  take(length: number): Uint8Array {
    if (length === 0) return EMPTY
    const bytes = this.#takeUnrecorded(length)
    this.#recorder?.(bytes)
    return bytes
  }

  #takeUnrecorded(length: number): Uint8Array {
    this.#length -= length
    const head = this.#chunks[this.#head]!
    const end = this.#used + length
    if (end < head.length) {
      const bytes = head.subarray(this.#used, end)
      this.#used = end
      return bytes
    }
    if (end === head.length) {
      const bytes = this.#used === 0 ? head : head.subarray(this.#used)
      this.#dropHead()
      return bytes
    }
    return this.#gather(length)
  }

  #gather(length: number): Uint8Array {
    const bytes = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      const head = this.#chunks[this.#head]!
      const part = head.subarray(this.#used, Math.min(head.length, this.#used + length - filled))
      bytes.set(part, filled)
      filled += part.length
      this.#used += part.length
      if (this.#used === head.length) this.#dropHead()
    }
    return bytes
  }

  #dropHead(): void {
    this.#used = 0
    this.#head++
    if (this.#head === this.#chunks.length) {
      this.#chunks.length = 0
      this.#head = 0
      this.#tail = EMPTY
    } else if (this.#head > 64) {
      this.#chunks.splice(0, this.#head)
      this.#head = 0
    }
  }
}

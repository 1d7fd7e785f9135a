import type { ConnectionFaults } from './faults.js'

/** What becomes of a frame. */
export interface FrameFate {
  /** What is left of it to send. */
  readonly pieces: readonly Uint8Array[]
  /** Whether the connection is closed behind it. */
  readonly last: boolean
}

/** Counts the frames of a connection and does to each what the faults say. */
export class FaultyOutput {
  readonly #faults: ConnectionFaults
  #frames = 0
  #bytes = 0
  #ended = false

  constructor(faults: ConnectionFaults) {
    this.#faults = faults
  }

  get frames(): number {
    return this.#frames
  }

  frame(pieces: readonly Uint8Array[]): FrameFate {
    if (this.#ended) return { pieces: [], last: true }
    this.#frames++
    const fate = this.#fateOf(this.#frames, pieces)
    this.#bytes += lengthOf(fate.pieces)
    this.#ended = fate.last
    return fate
  }

  #fateOf(n: number, pieces: readonly Uint8Array[]): FrameFate {
    const { dropAfterFrame, cutFrame, corruptFrame, stallAfterFrame, dropAfterByte } = this.#faults.current
    if (stallAfterFrame !== undefined && n > stallAfterFrame) return { pieces: [], last: false }
    if (dropAfterFrame !== undefined && n > dropAfterFrame) return { pieces: [], last: true }
    if (cutFrame === n) return { pieces: firstBytes(pieces, Math.floor(lengthOf(pieces) / 2)), last: true }
    const sent = corruptFrame === n ? corrupted(pieces) : pieces
    if (dropAfterByte !== undefined && this.#bytes + lengthOf(sent) >= dropAfterByte) {
      return { pieces: firstBytes(sent, Math.max(0, dropAfterByte - this.#bytes)), last: true }
    }
    return { pieces: sent, last: dropAfterFrame === n }
  }
}

const lengthOf = (pieces: readonly Uint8Array[]): number => pieces.reduce((sum, piece) => sum + piece.length, 0)

function firstBytes(pieces: readonly Uint8Array[], length: number): Uint8Array[] {
  return [Buffer.concat(pieces).subarray(0, length)]
}

/** ceph_msg_footer, which begins with the checksum of the front. */
const FOOTER_BYTES = 21

/** Flips a bit that a checksum or a tag covers; in a message of msgr1, one of a checksum. */
function corrupted(pieces: readonly Uint8Array[]): Uint8Array[] {
  const bytes = Uint8Array.from(Buffer.concat(pieces))
  const at = Math.max(0, bytes.length - FOOTER_BYTES)
  if (bytes.length > 0) bytes[at] = bytes[at]! ^ 1
  return [bytes]
}

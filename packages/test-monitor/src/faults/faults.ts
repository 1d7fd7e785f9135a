import type { Features, Uuid } from '@cephwire/codec'

/**
 * What can go wrong with a monitor, as a test asks for it. Frames are those that the monitor sends over one connection,
 * counted from 1; on msgr2 the banner is the first, HELLO the second.
 */
export interface Faults {
  /** Closes the connection after this many frames. */
  readonly dropAfterFrame?: number | undefined
  /** Sends half of this frame, then closes. */
  readonly cutFrame?: number | undefined
  /** Flips a bit of this frame: its CRC or GCM tag does not fit. */
  readonly corruptFrame?: number | undefined
  /** Closes the connection after this many bytes were sent, wherever that is. */
  readonly dropAfterByte?: number | undefined
  /** Sends nothing any more after this many frames; the connection stays open. */
  readonly stallAfterFrame?: number | undefined
  /** Leaves out this many sequence numbers before every message. */
  readonly seqGap?: number | undefined
  /** Sends every message with the sequence number of the one before. */
  readonly repeatSeq?: boolean | undefined
  /** Milliseconds before every request is looked at. */
  readonly delay?: number | undefined
  /** Requests of these types (MessageType) are never answered. */
  readonly silentTypes?: readonly number[] | undefined
  /** Commands with these prefixes are never answered; '' is all of them. */
  readonly silentCommands?: readonly string[] | undefined
  /** Never answers KEEPALIVE2. */
  readonly silentKeepalive?: boolean | undefined
  /** Answers carry the tid 0. */
  readonly tidZero?: boolean | undefined
  /** The fsid that monmaps say. */
  readonly wrongFsid?: Uuid | undefined
  /** Messages of these types are sent when a session begins; nobody knows them. */
  readonly unknownMessages?: readonly number[] | undefined
  /** Features that clients must have. */
  readonly requiredFeatures?: Features | undefined
  /** Refuses who wants an old global_id back. */
  readonly refuseReclaim?: boolean | undefined
  /** Speaks msgr1 on the port of msgr2. */
  readonly v1OnV2Port?: boolean | undefined
  /** Speaks msgr2.0. */
  readonly msgr20?: boolean | undefined
  /** Closes every connection at once. */
  readonly refuseConnections?: boolean | undefined
}

/** Faults of a monitor or of one connection, which a test sets and clears. */
export class FaultSet {
  #faults: Faults = {}

  get current(): Faults {
    return this.#faults
  }

  /** Adds to what is set; undefined takes one away. */
  set(faults: Faults): void {
    this.#faults = { ...this.#faults, ...faults }
  }

  clear(): void {
    this.#faults = {}
  }
}

/** The faults of a connection and, where it has none of its own, those of its monitor. */
export class ConnectionFaults extends FaultSet {
  readonly #monitor: FaultSet

  constructor(monitor: FaultSet) {
    super()
    this.#monitor = monitor
  }

  override get current(): Faults {
    return { ...this.#monitor.current, ...super.current }
  }
}

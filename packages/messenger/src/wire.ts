import type { EntityAddr, EntityAddrvec, EntityName, Features, Utime } from '@cephwire/codec'
import type { ConMode } from './constants.js'
import type { MovingPlace } from './moving-place.js'
import type { Message, OutgoingMessage } from './message.js'

/** Who is at the other end. */
export interface Peer {
  /** Such as `mon.0`. */
  readonly name: EntityName
  readonly addrs: EntityAddrvec
  readonly features: Features
}

/** What the handshake has settled. */
export interface Established {
  readonly protocol: 'msgr2.1' | 'msgr2.0' | 'msgr1'
  readonly conMode: ConMode
  readonly peer: Peer
  /** Our global_id; 0 where the messenger did not authenticate (msgr1). */
  readonly globalId: bigint
  /** Our own address as the peer sees it. */
  readonly selfAddr: EntityAddr
}

/** What a peer can say once the handshake is over. */
export type WireEvent =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'keepalive2'; readonly stamp: Utime }
  | { readonly kind: 'keepalive2Ack'; readonly stamp: Utime }
  | { readonly kind: 'ack'; readonly seq: bigint }

/** A handshaken byte stream of either protocol: what Connection needs of it. */
export interface Wire {
  readonly established: Established
  readonly place: MovingPlace
  /** The next event among the bytes that are there; undefined when more are needed. */
  next(): WireEvent | undefined
  /** Waits for more bytes. */
  fill(): Promise<void>
  /** Bytes of a message, in pieces. */
  message(message: OutgoingMessage, seq: bigint, ackSeq: bigint): Uint8Array[]
  keepalive2(stamp: Utime): Uint8Array[]
  keepalive2Ack(stamp: Utime): Uint8Array[]
  write(bytes: Uint8Array): Promise<void>
  destroy(cause?: Error): void
}

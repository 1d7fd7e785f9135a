import type { EntityAddr } from '@cephwire/codec'

/** A stream of bytes to a peer: all that this package needs of a socket. */
export interface Transport {
  /** The other end. */
  readonly remote: EntityAddr
  /** What is received, in pieces of any size; ends when the peer does, throws when the transport fails. Read once. */
  readonly chunks: AsyncIterable<Uint8Array>
  /** Hands bytes over. Resolves when more may be given without piling up. */
  write(bytes: Uint8Array): Promise<void>
  /** Ends the transport at once; `chunks` ends, with `cause` when there is one. */
  destroy(cause?: Error): void
}

/** Opens a transport. `signal` gives up; what it throws becomes the cause of a ConnectionFaultError. */
export type Dial = (addr: EntityAddr, options: { readonly signal: AbortSignal }) => Promise<Transport>

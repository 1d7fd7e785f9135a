import { randomBytes } from 'node:crypto'
import type { EntityAddr, EntityType } from '@cephwire/codec'

/** How this side presents itself. */
export interface Self {
  /** An EntityType. Default: a client. */
  readonly type?: EntityType
  /** Our address; default: what the peer sees, of type `any`, with a nonce. */
  readonly addr?: EntityAddr
  /** u32: tells clients on one host apart. Default: random. */
  readonly nonce?: number
}

/** Our own address for a peer that sees us at `seen`: any protocol, no port to come back to, a nonce of our own. */
export function selfAddr(self: Self, seen: EntityAddr): EntityAddr {
  if (self.addr !== undefined) return self.addr
  return { type: 'any', nonce: self.nonce ?? randomBytes(4).readUInt32LE(), host: seen.host, port: 0 }
}

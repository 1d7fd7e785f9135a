import type { MessageCodec } from '@cephwire/messages'

/** A message and its front, written by hand from the layout. */
export interface Sample {
  readonly codec: MessageCodec<unknown>
  readonly value: unknown
  /** Hex; `#` starts a comment. */
  readonly front: string
}

/** Checks that the value is of the codec's type, then forgets the type. */
export function sample<T>(codec: MessageCodec<T>, value: T, front: string): Sample {
  return { codec: codec as unknown as MessageCodec<unknown>, value, front }
}

export const FSID = '00112233-4455-6677-8899-aabbccddeeff'

/** The fsid on the wire. */
export const FSID_HEX = '00112233445566778899aabbccddeeff  # fsid'

/** The PaxosServiceMessage prefix of version 5. */
export const PAXOS_HEX = '0500000000000000 ffff 0000000000000000  # version, session_mon, session_mon_tid'

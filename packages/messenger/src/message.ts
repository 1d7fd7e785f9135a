/** A message as it was received. */
export interface Message {
  /** CEPH_MSG_*: what it is. */
  readonly type: number
  /** Position in the session, from 1. */
  readonly seq: bigint
  /** Transaction id: a reply carries that of its request. */
  readonly tid: bigint
  /** CEPH_MSG_PRIO_* */
  readonly priority: number
  /** HEAD_VERSION of the sender's encoding. */
  readonly version: number
  /** COMPAT_VERSION: the oldest decoder that may read it. */
  readonly compatVersion: number
  /** The encoded fields. */
  readonly front: Uint8Array
  readonly middle: Uint8Array
  /** Bulk data beside the fields. */
  readonly data: Uint8Array
}

/** A message to send: what is left out is 0, empty, or default priority. */
export type OutgoingMessage = Pick<Message, 'type' | 'front'> & Partial<Omit<Message, 'seq'>>

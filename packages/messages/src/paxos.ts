/*
  PaxosServiceMessage                        src/messages/PaxosServiceMessage.h
    u64 version
    s16 deprecated_session_mon          always -1 today
    u64 deprecated_session_mon_tid      always 0 today
*/
import type { Reader, Writer } from '@cephwire/codec'

/** What stands in front of every message to or from one of the monitors' services. */
export interface PaxosServiceMessage {
  /** In a request: the version that must be committed before it is answered, 0 for any. In a reply: the version then. */
  readonly version: bigint
}

export function encodePaxos(w: Writer, { version }: PaxosServiceMessage): Writer {
  return w.u64(version).s16(-1).u64(0n)
}

export function decodePaxos(r: Reader): PaxosServiceMessage {
  const version = r.field('version', r => r.u64())
  r.skip(10)
  return { version }
}

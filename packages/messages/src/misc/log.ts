/*
  MLog                                       src/messages/MLog.h
    PaxosServiceMessage
    fsid
    deque<LogEntry> entries
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import { decodePaxos, encodePaxos } from '../paxos.js'
import { logEntryCodec } from './log-entry.js'
import type { Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'
import type { PaxosServiceMessage } from '../paxos.js'
import type { LogEntry } from './log-entry.js'

/** Entries of the cluster log: from a daemon to the monitors, or from a monitor to who subscribes to `log-*`. */
export interface MLog extends PaxosServiceMessage {
  readonly fsid: Uuid
  readonly entries: readonly LogEntry[]
}

/** Names, addresses and times alone take more. */
const MIN_ENTRY_BYTES = 32

export const log: MessageCodec<MLog, 'MLog'> = {
  type: MessageType.Log,
  name: 'MLog',
  headVersion: 1,
  compatVersion: 1,
  encode(w, message, features) {
    encodePaxos(w, message)
    uuidCodec.encode(w, message.fsid, features)
    w.list(message.entries, (w, entry) => {
      logEntryCodec.encode(w, entry, features)
    })
  },
  decode: r => ({
    ...decodePaxos(r),
    fsid: r.field('fsid', uuidCodec.decode),
    entries: r.field('entries', r => r.list(logEntryCodec.decode, MIN_ENTRY_BYTES))
  })
}

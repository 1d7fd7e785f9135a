/*
  MPoolOp                                    src/messages/MPoolOp.h
    PaxosServiceMessage
    fsid
    u32 pool
    string name                                before version 2
    u32 op
    u64 old_auid                               0
    u64 snapid
    string name                                since version 2
    u8  pad                                    version 3: the crush rule
    s16 crush_rule                             since version 4
*/
import { uuidCodec } from '@cephwire/codec'
import { MessageType } from '../message-types.js'
import { decodePaxos, encodePaxos } from '../paxos.js'
import type { Decode, Uuid } from '@cephwire/codec'
import type { MessageCodec } from '../message-codec.js'
import type { PaxosServiceMessage } from '../paxos.js'

/** What is done to a pool: src/include/ceph_fs.h, POOL_OP_* */
export const PoolOpCode = {
  Create: 0x01,
  Delete: 0x02,
  AuidChange: 0x03,
  CreateSnap: 0x11,
  DeleteSnap: 0x12,
  CreateUnmanagedSnap: 0x21,
  DeleteUnmanagedSnap: 0x22
} as const
export type PoolOpCode = (typeof PoolOpCode)[keyof typeof PoolOpCode]

/** Creates or deletes a pool or a snapshot of one. */
export interface MPoolOp extends PaxosServiceMessage {
  readonly fsid: Uuid
  /** Number of the pool; 0 for one that is to be created. */
  readonly pool: number
  /** A {@link PoolOpCode}. */
  readonly op: number
  /** Of a snapshot that is to be deleted. */
  readonly snapid: bigint
  /** Of the pool or the snapshot that is to be created. */
  readonly name: string
  /** For a new pool; -1: the default. */
  readonly crushRule: number
}

const decodeName: Decode<string> = r => r.field('name', r => r.string())

export const poolOp: MessageCodec<MPoolOp, 'MPoolOp'> = {
  type: MessageType.PoolOp,
  name: 'MPoolOp',
  headVersion: 4,
  compatVersion: 2,
  encode(w, message, features) {
    encodePaxos(w, message)
    uuidCodec.encode(w, message.fsid, features)
    w.u32(message.pool).u32(message.op).u64(0n).u64(message.snapid).string(message.name)
    w.u8(0).s16(message.crushRule)
  },
  decode(r, version = 4) {
    const paxos = decodePaxos(r)
    const fsid = r.field('fsid', uuidCodec.decode)
    const pool = r.field('pool', r => r.u32())
    const nameBefore = version < 2 ? decodeName(r) : ''
    const op = r.field('op', r => r.u32())
    r.skip(8)
    const snapid = r.field('snapid', r => r.u64())
    const name = version >= 2 ? decodeName(r) : nameBefore
    const pad = version >= 3 ? r.u8() : -1
    const crushRule = version >= 4 ? r.field('crush_rule', r => r.s16()) : pad
    return { ...paxos, fsid, pool, op, snapid, name, crushRule }
  }
}

import { Reader } from '@cephwire/codec'
import { PoolOpCode, decodeFront, encodeMessage, poolOp, poolOpReply } from '@cephwire/messages'
import { MonCommandError } from '../errors.js'
import type { MPoolOp, MPoolOpReply } from '@cephwire/messages'
import type { Message } from '@cephwire/messenger'
import type { BareRequest } from './bare-request.js'

/** What became of an operation on a pool. */
export interface PoolOpResult {
  /** Of an osdmap that has the change: the newest one where there was nothing to do. */
  readonly epoch: number
}

/** A new snapshot whose number the caller keeps. */
export interface UnmanagedSnap extends PoolOpResult {
  readonly snapid: bigint
}

/** Only `op` and what it needs: a monitor may end at a number that it does not know. */
type PoolOpInit = Pick<MPoolOp, 'fsid' | 'op'> & Partial<Pick<MPoolOp, 'pool' | 'snapid' | 'name' | 'crushRule'>>

/** The default rule. */
const NO_RULE = -1

function request<T>(what: string, init: PoolOpInit, decode: (reply: MPoolOpReply) => T): BareRequest<T> {
  const message: MPoolOp = { version: 0n, pool: 0, snapid: 0n, name: '', crushRule: NO_RULE, ...init }
  return {
    what,
    encode: tid => ({ ...encodeMessage(poolOp, message), tid }),
    replyType: poolOpReply.type,
    decode: reply => decode(acceptedReply(reply, what))
  }
}

/** @throws MonCommandError for a negative code; CodecError */
function acceptedReply(message: Message, what: string): MPoolOpReply {
  const reply = decodeFront(poolOpReply, message)
  if (reply.replyCode < 0) throw new MonCommandError({ code: reply.replyCode, status: '' }, what)
  return reply
}

const epochOf = ({ epoch }: MPoolOpReply): PoolOpResult => ({ epoch })

/**
 * Creates a replicated pool with the cluster's defaults. Idempotent: a pool of that name that exists is left as it is,
 * without an error; who wants EEXIST looks into the osdmap before.
 *
 * Refused with EPERM without write caps, ENOENT for a rule that does not exist, EINVAL for an empty name.
 *
 * @param crushRule number of the rule; default: the cluster's
 */
export function createPoolRequest(fsid: string, name: string, crushRule = NO_RULE): BareRequest<PoolOpResult> {
  return request('pool create', { fsid, op: PoolOpCode.Create, name, crushRule }, epochOf)
}

/**
 * Deletes a pool with all that is in it. Idempotent: one that does not exist is none to delete. Numbers of pools are
 * not used again.
 *
 * Refused with EPERM without write caps, and where mon_allow_pool_delete is off; EBUSY for a pool of a file system.
 */
export function deletePoolRequest(fsid: string, pool: number): BareRequest<PoolOpResult> {
  // No name: with that of any pool that exists, monitors answer 0 and delete nothing.
  return request('pool delete', { fsid, op: PoolOpCode.Delete, pool }, epochOf)
}

/**
 * Takes a snapshot of a whole pool. Idempotent: one of that name that exists is left as it is.
 *
 * Refused with EINVAL for a pool that has had unmanaged snapshots, EOPNOTSUPP for one of a file system, ENOENT, EPERM.
 */
export function createSnapRequest(fsid: string, pool: number, name: string): BareRequest<PoolOpResult> {
  return request('pool mksnap', { fsid, op: PoolOpCode.CreateSnap, pool, name }, epochOf)
}

/** Deletes a snapshot of a pool by name. Idempotent. Refused as createSnapRequest's is. */
export function deleteSnapRequest(fsid: string, pool: number, name: string): BareRequest<PoolOpResult> {
  return request('pool rmsnap', { fsid, op: PoolOpCode.DeleteSnap, pool, name }, epochOf)
}

/**
 * Takes a number for a snapshot that the caller manages. Not idempotent: sent twice it takes two numbers, of which the
 * caller knows one.
 *
 * Refused with EINVAL for a pool that has had snapshots of the other kind, EOPNOTSUPP for one of a file system, ENOENT,
 * EPERM.
 */
export function createUnmanagedSnapRequest(fsid: string, pool: number): BareRequest<UnmanagedSnap> {
  return request('pool selfmanaged mksnap', { fsid, op: PoolOpCode.CreateUnmanagedSnap, pool }, decodeUnmanagedSnap)
}

/**
 * Gives a number of createUnmanagedSnapRequest's back. Idempotent: one that is deleted stays so.
 *
 * Refused with ENOENT for a number that was never given out, EOPNOTSUPP for a pool that never had one, EPERM.
 */
export function deleteUnmanagedSnapRequest(fsid: string, pool: number, snapid: bigint): BareRequest<PoolOpResult> {
  return request('pool selfmanaged rmsnap', { fsid, op: PoolOpCode.DeleteUnmanagedSnap, pool, snapid }, epochOf)
}

/*
  response_data                              src/mon/OSDMonitor.cc
    u64 snapid
*/
/** @throws CodecError for an answer without a number */
function decodeUnmanagedSnap({ epoch, responseData }: MPoolOpReply): UnmanagedSnap {
  const r = new Reader(responseData ?? new Uint8Array(0))
  return { epoch, snapid: r.field('snapid', r => r.u64()) }
}

import * as requests from './requests/pool-op.js'
import type { MonClientCore } from './mon-client-core.js'
import type { RequestOptions } from './requests.js'
import type { PoolOpResult, UnmanagedSnap } from './requests/pool-op.js'

export interface CreatePoolOptions extends RequestOptions {
  /** Number of a CRUSH rule. Default: the cluster's. */
  readonly crushRule?: number | undefined
}

/**
 * Operations on pools as librados has them. All but `createUnmanagedSnap` do the same when they are done twice, as may
 * happen when a session is lost. They throw as `command` does.
 */
export interface PoolOps {
  /** Creates a replicated pool with the cluster's defaults, if there is none of that name. */
  create(name: string, options?: CreatePoolOptions): Promise<PoolOpResult>
  /** Deletes a pool and everything in it, for good, if there is one of that number and mon_allow_pool_delete is on. */
  delete(pool: number, options?: RequestOptions): Promise<PoolOpResult>
  createSnap(pool: number, name: string, options?: RequestOptions): Promise<PoolOpResult>
  deleteSnap(pool: number, name: string, options?: RequestOptions): Promise<PoolOpResult>
  /** Takes a number for a snapshot that the caller manages; with `resend: false` never two. */
  createUnmanagedSnap(pool: number, options?: RequestOptions): Promise<UnmanagedSnap>
  deleteUnmanagedSnap(pool: number, snapid: bigint, options?: RequestOptions): Promise<PoolOpResult>
}

export function createPoolOps(core: MonClientCore): PoolOps {
  const fsid = (): string => core.monmap.fsid
  return {
    create: async (name, { crushRule, ...options } = {}) =>
      core.run({ ...options, ...requests.createPoolRequest(fsid(), name, crushRule) }),
    delete: async (pool, options) => core.run({ ...options, ...requests.deletePoolRequest(fsid(), pool) }),
    createSnap: async (pool, name, options) =>
      core.run({ ...options, ...requests.createSnapRequest(fsid(), pool, name) }),
    deleteSnap: async (pool, name, options) =>
      core.run({ ...options, ...requests.deleteSnapRequest(fsid(), pool, name) }),
    createUnmanagedSnap: async (pool, options) =>
      core.run({ ...options, ...requests.createUnmanagedSnapRequest(fsid(), pool) }),
    deleteUnmanagedSnap: async (pool, snapid, options) =>
      core.run({ ...options, ...requests.deleteUnmanagedSnapRequest(fsid(), pool, snapid) })
  }
}

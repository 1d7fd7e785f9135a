import { poolOp, PoolOpCode, poolOpReply } from '@cephwire/messages'
import { Errno } from '../command/errno.js'
import { handler } from './handler.js'
import type { MPoolOp } from '@cephwire/messages'
import type { OSDMapState } from '../state/osdmap-state.js'

/** MPoolOp → MPoolOpReply: src/mon/OSDMonitor.cc, prepare_pool_op. */
export const handlePoolOp = handler(poolOp, {
  handle(session, request, message) {
    const { state } = session.monitor.cluster
    const allowed = session.isCapable('osd', 'w') && request.fsid === state.fsid
    const result = allowed ? perform(state.osdmap, request) : { replyCode: -Errno.EPERM }
    const { epoch } = state.osdmap
    session.reply(message, poolOpReply, { version: BigInt(epoch), fsid: state.fsid, epoch, ...result })
  }
})

interface PoolOpResult {
  readonly replyCode: number
  readonly responseData?: Uint8Array
}

const DONE: PoolOpResult = { replyCode: 0 }

function perform(osdmap: OSDMapState, { op, pool: id, name, snapid }: MPoolOp): PoolOpResult {
  if (op === PoolOpCode.Create) {
    if (osdmap.pool(name) !== undefined) return { replyCode: -Errno.EEXIST }
    osdmap.addPool(name)
    return DONE
  }
  const pool = osdmap.pool(id)
  // What is gone need not be deleted.
  if (pool === undefined) return op === PoolOpCode.Delete ? DONE : { replyCode: -Errno.ENOENT }
  const snaps = new Map(pool.snaps)
  const newest = Math.max(0, ...snaps.keys())
  switch (op) {
    case PoolOpCode.Delete:
      osdmap.removePool(id)
      return DONE
    case PoolOpCode.CreateSnap:
      if ([...snaps.values()].includes(name)) return { replyCode: -Errno.EEXIST }
      osdmap.updatePool(id, { snaps: snaps.set(newest + 1, name) })
      return DONE
    case PoolOpCode.DeleteSnap: {
      const found = [...snaps].find(([, snap]) => snap === name)
      if (found === undefined) return DONE
      snaps.delete(found[0])
      osdmap.updatePool(id, { snaps })
      return DONE
    }
    case PoolOpCode.CreateUnmanagedSnap: {
      osdmap.updatePool(id, { snaps: snaps.set(newest + 1, '') })
      const responseData = new Uint8Array(8)
      new DataView(responseData.buffer).setBigUint64(0, BigInt(newest + 1), true)
      return { replyCode: 0, responseData }
    }
    case PoolOpCode.DeleteUnmanagedSnap:
      snaps.delete(Number(snapid))
      osdmap.updatePool(id, { snaps })
      return DONE
    default:
      return { replyCode: -Errno.EINVAL }
  }
}

import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import type { ClusterState, Pool } from '../../state/index.js'

/** @throws CommandError −2 */
export function findPool({ osdmap }: ClusterState, name: string): Pool {
  const pool = osdmap.pool(name)
  if (pool === undefined) throw new CommandError(-Errno.ENOENT, `unrecognized pool '${name}'`)
  return pool
}

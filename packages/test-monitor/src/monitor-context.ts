import type { AuthServer } from '@cephwire/auth/server'
import type { CommandMonitor } from './command/caller.js'
import type { CommandTable } from './command-table.js'
import type { ClusterState } from './state/cluster-state.js'
import type { TestMonitorLimits } from './limits.js'

/** What all monitors of a cluster share. */
export interface ClusterContext {
  readonly state: ClusterState
  readonly commands: CommandTable
  /** What `ceph tell mon.a` knows. */
  readonly tellCommands: CommandTable
  readonly authServer: AuthServer
  readonly limits: TestMonitorLimits
  /** mon_lease in milliseconds. */
  readonly monLease: number
  /** mon_mgr_digest_period in milliseconds. */
  readonly digestPeriod: number
  readonly monitors: () => readonly CommandMonitor[]
}

/** What sessions and handlers see of their monitor. */
export interface MonitorContext extends CommandMonitor {
  readonly cluster: ClusterContext
  /** Resolves when the monitor is in the quorum; undefined when it is. */
  readonly quorumAwaited: Promise<void> | undefined
}

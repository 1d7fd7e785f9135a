/** A Ceph monitor in your process. */
export { CommandFlag, CommandTable } from './command-table.js'
export type { Command, CommandContext, CommandHandler, CommandInit, CommandResult } from './command-table.js'
export { CommandArgs } from './command/command-args.js'
export type { CommandValue } from './command/command-args.js'
export { CommandError } from './command/command-error.js'
export { Errno } from './command/errno.js'
export type { CommandCaller, CommandMonitor, SessionInfo } from './command/caller.js'
export type { CommandOutput } from './command/output.js'
export { MonCap } from './caps/mon-cap.js'
export type { CapRequest } from './caps/mon-cap.js'
export { formatJson, JsonFormatError } from './format/json-formatter.js'
export type { JsonValue } from './format/json-formatter.js'
export { ClusterState } from './state/index.js'
export type {
  AuthChange,
  AuthEntry,
  AuthState,
  ChangeListener,
  ClusterStateInit,
  ConfigEntry,
  ConfigKeyState,
  ConfigState,
  HealthCheck,
  HealthSeverity,
  HealthState,
  HealthStatus,
  LoggedEntry,
  LogState,
  MapState,
  MonMapState,
  NewLogEntry,
  NewMon,
  OSDMapState,
  Pool,
  QuorumState,
  Timekeeper,
  Topic
} from './state/index.js'
export { createTestCluster, createTestMonitor, TestCluster } from './test-cluster.js'
export type { ConfOptions } from './test-cluster.js'
export type { MsMode } from './conf.js'
export { TestMonitor } from './test-monitor.js'
export type { MonConnection } from './mon-connection.js'
export type { MonSession } from './mon-session.js'
export type { Faults, FaultSet } from './faults/faults.js'
export { defaultTestMonitorLimits } from './limits.js'
export type { TestMonitorLimits } from './limits.js'
export type { TestClusterOptions } from './options.js'
export type { Listen, ListeningPort } from './listen.js'
export { TestMonitorError } from './errors.js'
export { runTestMonitor } from './run-test-monitor.js'
export type { RunTestMonitorOptions, TestMonitorReady } from './run-test-monitor.js'

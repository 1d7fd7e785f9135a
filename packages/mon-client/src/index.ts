export { connect } from './connect.js'
export { MonClient } from './mon-client.js'
export type { CommandOptions, MapVersions, SessionInfo, StatfsOptions, VersionedMap } from './client-types.js'
export type { ClusterLogOptions } from './cluster-log.js'
export type { LogOptions } from './requests/mon-log.js'
export type { GetConfigOptions, WaitOptions } from './own-requests.js'
export type { GetOsdMapsOptions } from './get-osd-maps.js'
export type { OSDMaps } from './requests/get-osd-maps.js'
export type { CreatePoolOptions, PoolOps } from './pool-ops.js'
export type { PoolOpResult, UnmanagedSnap } from './requests/pool-op.js'
export type { PoolStats } from './requests/pool-stats.js'
export type {
  HuntAttemptDiagnostics,
  HuntDiagnostics,
  MapDiagnostics,
  RequestEndDiagnostics,
  RequestSentDiagnostics,
  StateDiagnostics,
  SubscribeDiagnostics,
  TicketsDiagnostics,
  UnknownMessageDiagnostics
} from './diagnostics.js'
export type { BlocklistAddOptions } from './blocklist-add.js'
export type { ClusterStats } from './requests/statfs.js'
export type { MapName } from './wait-for-map.js'
export type { LogWatchOptions, MDSMapWatchOptions, RawWatchOptions, Watch, Watched } from './watch/watch.js'
export type { WatchOptions } from './watch/watcher.js'
export type {
  EncodedMap,
  Health,
  HealthCheck,
  HealthUpdate,
  EncodedOSDMaps,
  MapUpdate,
  MonMapUpdate
} from './watch/map-feeds.js'
export type { OSDMapUpdate } from './watch/osdmap-tracker.js'
export type { KVUpdate } from './watch/kv.js'
export { LogLevel } from './watch/log-watch.js'
export type { WatchedLogEntry } from './watch/log-watch.js'
export type { RawUpdate } from './watch/raw-watch.js'
export type { MessageHandler } from './dispatcher.js'
export type { SilenceReason } from './silence.js'
export { CephFloat } from './command.js'
export type { CommandReply, MonCommand } from './command.js'
export type { RequestOptions } from './requests.js'
export type { MonClientState } from './session-state.js'
export type { MonClientStatus } from './status-stream.js'
export { MsMode, defaultMonClientOptions, kernelHuntingOptions } from './options.js'
export type { HuntingOptions, KeepaliveOptions, MonClientOptions } from './options.js'
export { resolveConfig } from './config/resolve-config.js'
export type { AuthMethod, Environment, KeySource, MonitorSource, ResolvedConfig } from './config/resolve-config.js'
export type { MonClientSettings } from './config/settings.js'
export type { ConfigEntity } from './config/entity.js'
export type { NamedMonitor } from './config/named-monitors.js'
export { resolveMonitors } from './config/resolve-monitors.js'
export type { DnsSrvOptions } from './dns-srv.js'
export { loadCredentials } from './credentials.js'
export type { Credentials } from './credentials.js'
export { authenticateLegacy } from './legacy-auth.js'
export type { LegacyAuthOptions, LegacyAuthenticated } from './legacy-auth.js'
export { parseCephArgs, splitCephArgs } from './config/ceph-args.js'
export type { CephArgsOptions, ConfigOverride, ParsedCephArgs } from './config/ceph-args.js'
export { CephConf, parseCephConf } from './config/ceph-conf.js'
export { parseMonHost, resolveMonHost } from './mon-host.js'
export type { MonHostCandidate, ResolveMonHostOptions, ResolvedMonitors } from './mon-host.js'
export { errnoName, errnoNumber, errnoText } from './errno.js'
export {
  ConfigError,
  DnsError,
  FsidMismatchError,
  MonClientClosedError,
  MonClientError,
  MonClientFullError,
  MonCommandError,
  MonHuntError,
  MonOutcomeUnknownError,
  MonSessionError,
  MonTimeoutError,
  TargetError
} from './errors.js'
export type { ConfigErrorPlace, MonClientErrorOptions, MonHuntAttempt, MonTimeoutInit } from './errors.js'

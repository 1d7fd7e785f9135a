import { authChangeCommands } from './auth/auth-change.js'
import { authCreateCommands } from './auth/auth-create.js'
import { authReadCommands } from './auth/auth-read.js'
import { dfCommand } from './cluster/df.js'
import { featuresCommand } from './cluster/features.js'
import { fsidCommand } from './cluster/fsid.js'
import { healthCommand } from './cluster/health.js'
import { nodeLsCommand } from './cluster/node-ls.js'
import { reportCommand } from './cluster/report.js'
import { statusCommand } from './cluster/status.js'
import { timeSyncStatusCommand } from './cluster/time-sync-status.js'
import { versionCommands } from './cluster/versions.js'
import { configCommands } from './config/config-commands.js'
import { configKeyCommands } from './config/config-key-commands.js'
import { logCommands } from './log/log-commands.js'
import { fsCommands } from './mgr/fs-commands.js'
import { mgrCommands } from './mgr/mgr-commands.js'
import { monMapCommands } from './mon/mon-map.js'
import { monMetadataCommands } from './mon/mon-metadata.js'
import { osdBlocklistCommands } from './osd/osd-blocklist.js'
import { osdMapCommands } from './osd/osd-map.js'
import { osdSetCommands } from './osd/osd-set.js'
import { osdStatCommand } from './osd/osd-stat.js'
import { poolApplicationCommands } from './pool/pool-application.js'
import { poolCommands } from './pool/pool-commands.js'
import { poolLifeCommands } from './pool/pool-life.js'
import type { CommandInit } from '../command-table.js'

/** What every monitor answers, as `ceph --help` lists it. `get_command_descriptions` is the table's own. */
export const builtinCommands: readonly CommandInit[] = [
  ...authReadCommands,
  ...authCreateCommands,
  ...authChangeCommands,
  fsidCommand,
  ...logCommands,
  statusCommand,
  healthCommand,
  timeSyncStatusCommand,
  dfCommand,
  reportCommand,
  featuresCommand,
  ...versionCommands,
  nodeLsCommand,
  ...monMetadataCommands,
  ...monMapCommands,
  ...fsCommands,
  ...osdMapCommands,
  osdStatCommand,
  ...osdSetCommands,
  ...osdBlocklistCommands,
  ...poolCommands,
  ...poolLifeCommands,
  ...poolApplicationCommands,
  ...configKeyCommands,
  ...configCommands,
  ...mgrCommands
]

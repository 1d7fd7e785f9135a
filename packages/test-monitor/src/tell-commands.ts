import { formatAuthEntity } from '@cephwire/auth'
import { formatEntityAddrvec, formatEntityName } from '@cephwire/codec'
import { monStatusJson } from './status/mon-status.js'
import { CommandFlag } from './command-table.js'
import type { CommandInit } from './command-table.js'
import type { SessionInfo } from './command/caller.js'
import type { JsonValue } from './format/json-formatter.js'

const sessionJson = ({ name, entity, globalId, addrs, features, conMode, caps }: SessionInfo): JsonValue => ({
  name: formatEntityName(name),
  entity_name: formatAuthEntity(entity),
  addrs: formatEntityAddrvec(addrs),
  con_features: features,
  con_type: conMode,
  global_id: globalId,
  caps: { text: caps.text }
})

/** What `ceph tell mon.a` knows. */
export const tellCommands: readonly CommandInit[] = [
  {
    signature: 'mon_status',
    help: 'report status of monitors',
    flags: CommandFlag.Tell,
    handler: ({ cluster, monitor }) => ({ output: monStatusJson(cluster, monitor) })
  },
  {
    signature: 'sessions',
    help: 'list existing sessions',
    flags: CommandFlag.Tell,
    handler: ({ monitor }) => ({ output: monitor.sessions.map(sessionJson) })
  },
  {
    signature: 'version',
    help: 'show mon daemon version',
    flags: CommandFlag.Tell,
    handler: ({ cluster }) => ({ output: { version: cluster.cephVersion } })
  }
]

/**
 * Starts a real cluster and keeps it until SIGINT or SIGTERM, for trying things by hand:
 *
 *   node --conditions=@cephwire/source --import ts-blank-space/register tools/ceph/cluster.mts \
 *     --release pacific --monitors 3 --auth cephx --set 'ms_cluster_mode = secure'
 */
import { parseArgs } from 'node:util'
import type { ClusterInit } from './index.js'
import { releases, startCluster } from './index.js'

const { values } = parseArgs({
  options: {
    release: { type: 'string', default: 'pacific' },
    monitors: { type: 'string', default: '3' },
    auth: { type: 'string', default: 'cephx' },
    'key-type': { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    mgr: { type: 'boolean', default: false },
    osds: { type: 'string', default: '0' }
  }
})

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find(name => name === value)
  if (found === undefined) throw new Error(`--${option} is one of ${allowed.join(', ')}`)
  return found
}

const settings = values.set.map(line => {
  const at = line.indexOf('=')
  if (at < 0) throw new Error(`--set takes 'option = value', not ${line}`)
  return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const
})
const keyType = values['key-type']
const init: ClusterInit = {
  release: oneOf('release', values.release, releases),
  monitors: Number(values.monitors),
  auth: oneOf('auth', values.auth, ['cephx', 'none']),
  ...(keyType !== undefined && { keyType: oneOf('key-type', keyType, ['aes', 'aes256k']) }),
  settings: Object.fromEntries(settings),
  mgr: values.mgr,
  osds: Number(values.osds)
}

const cluster = await startCluster(init)
// The daemons' handles keep this process running.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void cluster.stop())
const { conf, keyring, fsid, monHost } = cluster
console.log(JSON.stringify({ conf, keyring, fsid, monHost, pid: process.pid }))

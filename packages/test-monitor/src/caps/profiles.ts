import type { ArgConstraint, MonGrant } from './parse-grants.js'

/*
  Profiles                                   src/mon/MonCap.cc, MonCapGrant::expand_profile
*/

const grant = (
  kind: MonGrant['kind'],
  name: string,
  perm: string,
  args: Record<string, ArgConstraint> = {}
): MonGrant => ({
  kind,
  name,
  perm,
  args: new Map(Object.entries(args)),
  network: undefined
})
const service = (name: string, perm: string): MonGrant => grant('service', name, perm)
const command = (name: string, args?: Record<string, ArgConstraint>): MonGrant => grant('command', name, '', args)
const equal = (value: string): ArgConstraint => ({ kind: 'equal', value })
const prefix = (value: string): ArgConstraint => ({ kind: 'prefix', value })
const regex = (value: string): ArgConstraint => ({ kind: 'regex', value })

const reads = (...services: string[]): MonGrant[] => services.map(name => service(name, 'r'))

/** An address with a nonce: one client, not a whole host. */
const oneClient = regex('[^/]+/[0-9]+')
const blocklistAdd = command('osd blocklist', { blocklistop: equal('add'), addr: oneClient })
const blacklistAdd = command('osd blacklist', { blacklistop: equal('add'), addr: oneClient })

const profiles: Readonly<Record<string, readonly MonGrant[]>> = {
  'read-only': [grant('rwx', '', 'r')],
  'read-write': [grant('rwx', '', 'rw')],
  mon: [service('mon', '*'), service('log', '*')],
  osd: [service('osd', '*'), service('mon', 'r'), service('pg', 'rw'), service('log', 'w')],
  mds: [
    service('mds', '*'),
    ...reads('mon', 'osd'),
    command('osd pool rmsnap'),
    command('osd blocklist'),
    command('osd blacklist'),
    service('log', 'w')
  ],
  mgr: [
    service('mgr', '*'),
    ...['log', 'mon', 'mds', 'fs', 'osd', 'config-key', 'config'].map(name => service(name, 'rw')),
    service('auth', '*'),
    ...['auth get-or-create', 'auth caps', 'auth rm', 'smart', 'heap', 'dump_mempools'].map(name => command(name))
  ],
  'fs-client': reads('mon', 'mds', 'osd', 'pg'),
  'simple-rados-client': reads('mon', 'osd', 'pg'),
  'simple-rados-client-with-blocklist': [...reads('mon', 'osd', 'pg'), blocklistAdd],
  'rbd-mirror': [command('config-key get', { key: prefix('rbd/mirror/') })],
  'rbd-mirror-peer': [
    command('config-key get', { key: regex('rbd/mirror/[^/]+') }),
    command('config-key set', { key: prefix('rbd/mirror/peer/') })
  ],
  crash: reads('mon'),
  'cephfs-mirror': [
    ...reads('mon', 'mds', 'osd', 'pg'),
    command('config-key get', { key: prefix('cephfs/mirror/peer/') })
  ],
  'role-definer': [service('mon', 'r'), service('auth', '*')],
  'bootstrap-osd': [...reads('mon', 'osd'), command('mon getmap'), command('osd new'), command('osd purge-new')]
}

const daemons: ReadonlySet<string> = new Set(['mon', 'osd', 'mds', 'mgr'])

/** @param entity `osd.0`: daemons have a part of the config-key store to themselves */
export function profileGrants(name: string, entity: string): readonly MonGrant[] {
  const grants = Object.hasOwn(profiles, name) ? [...profiles[name]!] : []
  if (name.startsWith('rbd')) grants.push(...reads('mon', 'osd', 'pg'), blocklistAdd, blacklistAdd)
  if (daemons.has(name)) {
    const own = { key: prefix(`daemon-private/${entity}/`) }
    grants.push(...['get', 'put', 'set', 'exists', 'delete'].map(verb => command(`config-key ${verb}`, own)))
  }
  return grants
}

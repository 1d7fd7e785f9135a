import { formatAuthEntity } from '@cephwire/auth'
import { BlockList } from 'node:net'
import { profileGrants } from './profiles.js'
import type { CapRequest } from './mon-cap.js'
import type { ArgConstraint, MonGrant } from './parse-grants.js'

const ALL = ['r', 'w', 'x']
const NONE: readonly string[] = []

/** What one grant allows a request to do; `all` is "*", which nothing is kept from. */
export function allowedBy(grant: MonGrant, request: CapRequest): readonly string[] | 'all' {
  if (grant.network !== undefined && !inNetwork(grant.network, request.host)) return NONE
  switch (grant.kind) {
    case 'profile':
      return profileGrants(grant.name, formatAuthEntity(request.entity)).flatMap(part => {
        const perms = allowedBy(part, request)
        return perms === 'all' ? ALL : perms
      })
    case 'service':
      return grant.name === request.service ? permsOf(grant.perm) : NONE
    case 'command':
      return grant.name === request.command && argsFit(grant, request.args) ? ALL : NONE
    case 'rwx':
      if (grant.perm === '*') return 'all'
      // The config-key store is open to "*", to its service and to its commands, not to "rw" for everything.
      return request.service === 'config-key' ? NONE : permsOf(grant.perm)
  }
}

const permsOf = (perm: string): readonly string[] => (perm === '*' ? ALL : ALL.filter(flag => perm.includes(flag)))

function argsFit({ args }: MonGrant, given: ReadonlyMap<string, string> = new Map()): boolean {
  return [...args].every(([name, constraint]) => {
    const value = given.get(name)
    return value !== undefined && fits(constraint, value)
  })
}

function fits({ kind, value }: ArgConstraint, given: string): boolean {
  if (kind === 'equal') return value === given
  if (kind === 'prefix') return given.startsWith(value)
  try {
    return new RegExp(`^(?:${value})$`).test(given)
  } catch {
    return false
  }
}

function inNetwork(network: string, host: string | undefined): boolean {
  const [address = '', prefix = ''] = network.split('/')
  if (host === undefined) return false
  const family = address.includes(':') ? 'ipv6' : 'ipv4'
  const list = new BlockList()
  try {
    list.addSubnet(address, prefix === '' ? (family === 'ipv4' ? 32 : 128) : Number(prefix), family)
  } catch {
    return false
  }
  return list.check(host, host.includes(':') ? 'ipv6' : 'ipv4')
}

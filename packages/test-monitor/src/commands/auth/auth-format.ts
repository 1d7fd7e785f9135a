import { formatAuthEntity } from '@cephwire/auth'
import type { AuthEntry } from '../../state/index.js'
import type { JsonValue } from '../../format/json-formatter.js'

/** Caps in the order of the services. */
const capsOf = ({ caps }: AuthEntry): [string, string][] => [...caps].sort(([a], [b]) => (a < b ? -1 : 1))

/** A section of a keyring file. */
export function formatKeyring(entry: AuthEntry, { caps }: { readonly caps: boolean }): string {
  const lines = caps ? capsOf(entry).map(([service, text]) => `\tcaps ${service} = "${text}"\n`) : []
  return `[${formatAuthEntity(entry.entity)}]\n\tkey = ${entry.key.toBase64()}\n${lines.join('')}`
}

export const entryJson = (entry: AuthEntry): JsonValue => ({
  entity: formatAuthEntity(entry.entity),
  key: entry.key.toBase64(),
  caps: Object.fromEntries(capsOf(entry))
})

/** As `ceph auth ls` lists it. */
export function formatListed(entry: AuthEntry): string {
  const lines = capsOf(entry).map(([service, text]) => `\tcaps: [${service}] ${text}\n`)
  return `${formatAuthEntity(entry.entity)}\n\tkey: ${entry.key.toBase64()}\n${lines.join('')}`
}

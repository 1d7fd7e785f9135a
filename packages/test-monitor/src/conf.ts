import { mkdir, open } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { formatAuthEntity } from '@cephwire/auth'
import { TestMonitorError } from './errors.js'
import type { AuthEntry } from './state/auth-state.js'

/** How a client is to connect. */
export type MsMode = 'legacy' | 'crc' | 'secure'

/** What a ceph.conf is made from. */
export interface ConfInit {
  readonly fsid: string
  readonly monHost: string
  readonly auth: 'cephx' | 'none'
  /** Path of the keyring as the reader of the file sees it. */
  readonly keyring: string
  readonly msMode?: MsMode | undefined
  /** More lines for [global]. */
  readonly settings?: Readonly<Record<string, string>> | undefined
}

/** A ceph.conf for Ceph's own clients and for everybody who reads one. */
export function formatConf({ fsid, monHost, auth, keyring, msMode, settings = {} }: ConfInit): string {
  const modes =
    msMode === undefined || msMode === 'legacy' ? {} : { ms_mon_client_mode: msMode, ms_client_mode: msMode }
  const lines = {
    fsid,
    mon_host: monHost,
    auth_cluster_required: auth,
    auth_service_required: auth,
    auth_client_required: auth,
    keyring,
    ...modes,
    ...settings
  }
  const text = Object.entries(lines).map(([name, value]) => `${name} = ${value}`)
  return ['# A test monitor of @cephwire/test-monitor: not a real cluster', '[global]', ...text, ''].join('\n')
}

/** As ceph-authtool writes it. */
export function formatKeyring(entries: readonly AuthEntry[]): string {
  const section = ({ entity, key, caps }: AuthEntry): string =>
    [
      `[${formatAuthEntity(entity)}]`,
      `\tkey = ${key.toBase64()}`,
      ...[...caps].map(([service, cap]) => `\tcaps ${service} = "${cap}"`),
      ''
    ].join('\n')
  return entries.map(section).join('')
}

/** Where real clusters keep their files: a test must not write over them. */
const forbidden = ['/etc/ceph', '/var/lib/ceph']

/** @throws TestMonitorError for a directory of a real cluster */
export function checkDirectory(dir: string): void {
  const place = resolve(dir)
  if (forbidden.some(real => place === real || place.startsWith(real + sep))) {
    throw new TestMonitorError(`${place} belongs to a real cluster: give another directory`)
  }
}

/**
 * Writes `ceph.conf` and `keyring` into a directory, which is made if it is not there. Only the owner may read the keys.
 *
 * @throws TestMonitorError for a directory of a real cluster
 */
export async function writeConfFiles(
  dir: string,
  files: { readonly conf: string; readonly keyring: string }
): Promise<void> {
  const place = resolve(dir)
  checkDirectory(place)
  await mkdir(place, { recursive: true })
  await writePrivate(join(place, 'keyring'), files.keyring)
  await writePrivate(join(place, 'ceph.conf'), files.conf)
}

async function writePrivate(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(text)
  } finally {
    await file.close()
  }
}

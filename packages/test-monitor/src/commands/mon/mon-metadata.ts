import { formatEntityAddrvec } from '@cephwire/codec'
import { monsByRank } from '@cephwire/maps'
import { CommandError } from '../../command/command-error.js'
import { Errno } from '../../command/errno.js'
import { jsonLine } from '../text/json-line.js'
import type { MonInfo } from '@cephwire/maps'
import type { ClusterState } from '../../state/index.js'
import type { CommandHandler, CommandInit } from '../../command-table.js'

/** Where all monitors of a test are said to run. */
export const HOSTNAME = 'localhost'

/** Parts of `ceph version 16.2.15 (618f44…) pacific (stable)`; empty where the text is made otherwise. */
export function versionParts(cephVersion: string): {
  readonly version: string
  readonly commit: string
  readonly release: string
} {
  const [, version = '', commit = '', release = ''] = /^ceph version (\S+) \((\S*)\) (\S+)/.exec(cephVersion) ?? []
  return { version, commit, release }
}

/** What a monitor says of itself: nothing of the machine that the test runs on. */
function metadataOf({ cephVersion }: ClusterState, { publicAddrs }: MonInfo): Readonly<Record<string, string>> {
  const { version, release } = versionParts(cephVersion)
  return {
    addrs: formatEntityAddrvec(publicAddrs),
    arch: '',
    ceph_release: release,
    ceph_version: cephVersion,
    ceph_version_short: version,
    compression_algorithms: 'none, snappy, zlib, zstd, lz4',
    container_name: '',
    cpu: '',
    device_ids: '',
    device_paths: '',
    devices: '',
    distro: '',
    distro_description: '',
    distro_version: '',
    hostname: HOSTNAME,
    kernel_description: '',
    kernel_version: '',
    mem_swap_kb: '0',
    mem_total_kb: '0',
    os: 'Linux'
  }
}

const metadata: CommandHandler = ({ cluster, args, format }) => {
  const mons = monsByRank(cluster.monmap.map)
  const id = args.string('id', undefined)
  if (id === undefined) {
    return {
      output: jsonLine(
        mons.map(mon => ({ name: mon.name, ...metadataOf(cluster, mon) })),
        format
      )
    }
  }
  const mon = mons.find(({ name }) => name === id)
  if (mon === undefined) throw new CommandError(-Errno.ENOENT, 'requested mon not found')
  return { output: jsonLine(metadataOf(cluster, mon), format) }
}

const countMetadata: CommandHandler = ({ cluster, args, format }) => {
  const counts: Record<string, number> = {}
  for (const mon of monsByRank(cluster.monmap.map)) {
    const value = metadataOf(cluster, mon)[args.string('property')] ?? 'unknown'
    counts[value] = (counts[value] ?? 0) + 1
  }
  return { output: jsonLine(counts, format) }
}

export const monMetadataCommands: readonly CommandInit[] = [
  {
    signature: 'mon metadata name=id,type=CephString,req=false',
    help: 'what the monitors say of themselves',
    handler: metadata
  },
  {
    signature: 'mon count-metadata name=property,type=CephString',
    help: 'how many monitors have which value of a property',
    handler: countMetadata
  }
]

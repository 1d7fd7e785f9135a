import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Cluster } from '@cephwire/tools/ceph'

const runFile = promisify(execFile)

/** The root of a release's chroot, '' without one: a cluster's directory lies in its /tmp. */
function rootOf({ release, dir }: Cluster): string {
  return release === 'pacific' ? '' : dir.slice(0, dir.lastIndexOf('/tmp/'))
}

/** The cluster's directory as its programs see it. */
export function innerDir(cluster: Cluster): string {
  return cluster.dir.slice(rootOf(cluster).length)
}

/** The command line of a program of the cluster's release. */
export function commandOf(cluster: Cluster, program: string, ...args: string[]): [string, string[]] {
  const root = rootOf(cluster)
  return root === '' ? [program, args] : ['chroot', [root, program, ...args]]
}

/** What `ceph` prints, as JSON; an error when the command fails. */
export async function cephJson<T = unknown>(cluster: Cluster, ...args: string[]): Promise<T> {
  return JSON.parse(await ceph(cluster, ...args, '--format', 'json')) as T
}

/** What `ceph` prints; an error when the command fails. */
export async function ceph(cluster: Cluster, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await cluster.ceph(args)
  if (code !== 0) throw new Error(`ceph ${args.join(' ')} ended with ${code}: ${stderr}`)
  return stdout.toString()
}

/** A value in the store of mon.a, which must not run. */
export async function stored(cluster: Cluster, prefix: string, key: string): Promise<Uint8Array> {
  const store = `${innerDir(cluster)}/mon.a/store.db`
  const get = ['rocksdb', store, 'get', prefix, key, 'out', `${innerDir(cluster)}/stored`]
  await runFile(...commandOf(cluster, 'ceph-kvstore-tool', ...get))
  return new Uint8Array(readFileSync(join(cluster.dir, 'stored')))
}

/** Polls until it is so; a test's timeout is its end. */
export async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 100))
}

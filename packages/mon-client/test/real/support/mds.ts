import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ChildProcess } from 'node:child_process'
import type { Cluster } from '@cephwire/tools/ceph'

/** The root of a release's chroot, '' without one: a cluster's directory lies in its /tmp. */
function rootOf({ release, dir }: Cluster): string {
  return release === 'pacific' ? '' : dir.slice(0, dir.lastIndexOf('/tmp/'))
}

/** Runs `ceph`. @returns what it prints */
export async function ceph(cluster: Cluster, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await cluster.ceph(args)
  if (code !== 0) throw new Error(`ceph ${args.join(' ')} ended with ${code}: ${stderr}`)
  return stdout.toString()
}

/** Milliseconds after which `ceph` is asked anew: with an MDS that has just become active it may wait for ever. */
const PATIENCE = 20_000
const KILLED = 137

/** The same for what may be asked twice. */
export async function cephAgain(cluster: Cluster, ...args: string[]): Promise<string> {
  for (let left = 2; ; left--) {
    const { code, stdout, stderr } = await cluster.ceph(args, { timeout: PATIENCE })
    if (code === 0) return stdout.toString()
    if (code !== KILLED || left === 0) throw new Error(`ceph ${args.join(' ')} ended with ${code}: ${stderr}`)
  }
}

/** Polls until it is so; a test's timeout is its end. */
export async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(resolve => setTimeout(resolve, 200))
}

/** Starts an MDS daemon, which gets a rank or stands by. */
export async function startMds(cluster: Cluster, name: string): Promise<ChildProcess> {
  const root = rootOf(cluster)
  const inner = cluster.dir.slice(root.length)
  mkdirSync(join(cluster.dir, `mds.${name}`))
  const keyring = `${inner}/mds.${name}/keyring`
  const caps = ['mon', 'allow profile mds', 'mgr', 'allow profile mds', 'osd', 'allow rwx', 'mds', 'allow *']
  await ceph(cluster, 'auth', 'get-or-create', `mds.${name}`, ...caps, '-o', keyring)
  const options = ['-c', `${inner}/daemons.conf`, '-i', name, '--keyring', keyring, '-f']
  if (root === '') return spawn('ceph-mds', options, { stdio: 'ignore' })
  return spawn('chroot', [root, 'ceph-mds', ...options], { stdio: 'ignore' })
}

export async function endProcess(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return
  const exit = once(daemon, 'exit')
  daemon.kill('SIGKILL')
  await exit
}

import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Cluster } from './cluster.js'
import type { Home } from './home.js'
import { Daemon, mustRun } from './process.js'
import { until } from './until.js'

/** Starts `mgr.x` and resolves when it is the active manager. */
export async function startManager(cluster: Cluster, home: Home): Promise<Daemon> {
  const keyring = await makeKey(cluster, home, 'mgr.x', [
    'mon',
    'allow profile mgr',
    'osd',
    'allow *',
    'mds',
    'allow *'
  ])
  const command = home.command('ceph-mgr', '-i', 'x', '-f', '--keyring', keyring)
  const daemon = new Daemon(command, join(home.host, 'log', 'mgr.x.out'))
  const log = (): string => home.logTail('mgr.x')
  await until('mgr.x is active', async () => (await ask(cluster, 'mgr', 'stat'))['available'] === true, { log })
  return daemon
}

/** Makes and starts an OSD that keeps its objects in memory; resolves when it is up. */
export async function startOsd(cluster: Cluster, home: Home, id: number): Promise<Daemon> {
  const uuid = randomUUID()
  await succeed(cluster, ['osd', 'new', uuid, String(id)])
  const caps = ['mon', 'allow profile osd', 'mgr', 'allow profile osd', 'osd', 'allow *']
  const keyring = await makeKey(cluster, home, `osd.${id}`, caps)
  const options = ['-i', String(id), '--keyring', keyring]
  await mustRun(home.command('ceph-osd', ...options, '--mkfs', '--osd-uuid', uuid))
  const daemon = new Daemon(home.command('ceph-osd', ...options, '-f'), join(home.host, 'log', `osd.${id}.out`))
  const up = async (): Promise<boolean> => Number((await ask(cluster, 'osd', 'stat'))['num_up_osds']) > id
  await until(`osd.${id} is up`, up, { log: () => home.logTail(`osd.${id}`) })
  return daemon
}

async function makeKey(cluster: Cluster, home: Home, entity: string, caps: readonly string[]): Promise<string> {
  mkdirSync(join(home.host, entity))
  const keyring = `${home.inner}/${entity}/keyring`
  await succeed(cluster, ['auth', 'get-or-create', entity, ...caps, '-o', keyring])
  return keyring
}

async function succeed(cluster: Cluster, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cluster.ceph(args)
  if (code !== 0) throw new Error(`ceph ${args.join(' ')} ended with ${code}: ${stderr}`)
  return stdout.toString()
}

async function ask(cluster: Cluster, ...args: string[]): Promise<Record<string, unknown>> {
  return JSON.parse(await succeed(cluster, [...args, '--format', 'json'])) as Record<string, unknown>
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { encode, Reader } from '@cephwire/codec'
import { checkRoundTrip, toHex } from '@cephwire/codec/testing'
import { mgrMapCodec, mgrMapToJson, serviceMapCodec, serviceMapToJson } from '@cephwire/maps'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { expect } from 'chai'
import { ceph, cephJson, commandOf, innerDir, stored, waitUntil } from '../support/real.js'
import type { ChildProcess } from 'node:child_process'
import type { MgrMapJson, ServiceMap, ServiceMapJson } from '@cephwire/maps'
import type { Cluster } from '@cephwire/tools/ceph'

/** A second manager, which stands by. */
async function startStandby(cluster: Cluster): Promise<ChildProcess> {
  mkdirSync(join(cluster.dir, 'mgr.y'))
  const keyring = `${innerDir(cluster)}/mgr.y/keyring`
  const caps = ['mon', 'allow profile mgr', 'osd', 'allow *', 'mds', 'allow *']
  await ceph(cluster, 'auth', 'get-or-create', 'mgr.y', ...caps, '-o', keyring)
  const options = ['-c', `${innerDir(cluster)}/daemons.conf`, '-i', 'y', '--keyring', keyring, '-f']
  return spawn(...commandOf(cluster, 'ceph-mgr', ...options), { stdio: 'ignore' })
}

/** Registers what ceph service dump shows, with librados, and stays. */
const PROGRAM = `
import rados, sys, time
clients = []
for service, daemon, about in (('rgw', 'one', {'zone_id': 'z'}), ('rgw', 'two', {'note': 'é中'}), ('iscsi', 'a:b', {})):
    client = rados.Rados(conffile=sys.argv[1], name='client.admin', conf={'keyring': sys.argv[2]})
    client.connect()
    client.service_daemon_register(service, daemon, about)
    clients.append(client)
time.sleep(600)
`

function registerServices(cluster: Cluster): ChildProcess {
  const dir = innerDir(cluster)
  // Where Ceph's own programs in Python find librados, whichever Python comes first.
  const command = commandOf(cluster, '/usr/bin/python3', '-c', PROGRAM, `${dir}/ceph.conf`, `${dir}/keyring`)
  return spawn(...command, { stdio: 'ignore' })
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return
  const exit = once(daemon, 'exit')
  daemon.kill('SIGKILL')
  await exit
}

/** What the manager reported last, the newest first; a servicemap stands behind a digest of the PGs. */
async function lastServiceMaps(cluster: Cluster): Promise<ServiceMap[]> {
  const last = new Reader(await stored(cluster, 'mgrstat', 'last_committed')).u64()
  const maps: ServiceMap[] = []
  for (const version of [last, last - 1n, last - 2n].filter(version => version > 0n)) {
    const bytes = await stored(cluster, 'mgrstat', String(version))
    const r = new Reader(bytes)
    r.versioned(255, () => undefined)
    const start = r.offset
    const map = serviceMapCodec.decode(r)
    expect(toHex(encode(serviceMapCodec, map))).to.equal(toHex(bytes.subarray(start, r.offset)))
    maps.push(map)
  }
  return maps
}

for (const release of releasesUnderTest()) {
  const programs = ['ceph-mon', 'ceph-mgr'] as const
  describeWithCeph(`mgrmaps and servicemaps of a cluster (${release})`, { release, programs }, () => {
    it('are read from the store of its monitor, written again, and printed as Ceph does', async function () {
      // Two managers load every module that there is, which takes a busy machine most of a minute.
      this.timeout(180_000)
      const settings = { mgr_stats_period: '1' }
      const cluster = await startCluster({ release, monitors: 1, mgr: true, settings })
      const others: ChildProcess[] = []
      try {
        others.push(await startStandby(cluster), registerServices(cluster))
        const dump = async (...epoch: string[]): Promise<MgrMapJson> =>
          cephJson<MgrMapJson>(cluster, 'mgr', 'dump', ...epoch)
        const services = async (): Promise<ServiceMapJson> => cephJson<ServiceMapJson>(cluster, 'service', 'dump')
        await waitUntil(async () => (await dump()).standbys.length === 1)
        await waitUntil(async () => Object.keys((await services()).services['rgw']?.daemons ?? {}).length === 3)
        const printed = await services()
        const { epoch } = await dump()
        const dumps = new Map<number, MgrMapJson>()
        for (let e = epoch; e > epoch - 3; e--) dumps.set(e, await dump(String(e)))
        await cluster.monitors[0]!.kill('SIGKILL')

        for (const [e, json] of dumps) {
          const map = checkRoundTrip(mgrMapCodec, await stored(cluster, 'mgr', String(e)))
          expect(mgrMapToJson(map)).to.deep.equal(json)
          expect(JSON.stringify(mgrMapToJson(map))).to.equal(JSON.stringify(json))
        }
        const maps = (await lastServiceMaps(cluster)).map(serviceMapToJson)
        expect(maps).to.deep.include(printed)
        expect(maps.map(map => JSON.stringify(map))).to.include(JSON.stringify(printed))
      } finally {
        for (const other of others) await end(other)
        await cluster.stop()
      }
    })
  })
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { checkRoundTrip } from '@cephwire/codec/testing'
import { fsMapCodec, fsMapToJson } from '@cephwire/maps'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { expect } from 'chai'
import { ceph, cephJson, commandOf, innerDir, stored, waitUntil } from '../support/real.js'
import type { ChildProcess } from 'node:child_process'
import type { FSMapJson } from '@cephwire/maps'
import type { Cluster } from '@cephwire/tools/ceph'

const PEER = '5b3f1a2c-0000-4000-8000-00000000000a'

async function makeFileSystems(cluster: Cluster): Promise<void> {
  await ceph(cluster, 'fs', 'flag', 'set', 'enable_multiple', 'true', '--yes-i-really-mean-it')
  for (const name of ['one', 'two']) {
    for (const pool of [`${name}-meta`, `${name}-data`]) await ceph(cluster, 'osd', 'pool', 'create', pool, '1')
    await ceph(cluster, 'fs', 'new', name, `${name}-meta`, `${name}-data`)
  }
  await ceph(cluster, 'fs', 'required_client_features', 'two', 'add', 'mimic')
  await ceph(cluster, 'fs', 'mirror', 'enable', 'two')
  await ceph(cluster, 'fs', 'mirror', 'peer_add', 'two', PEER, 'client.mirror_remote@remote', 'backup')
}

/** Starts an MDS daemon, which gets a rank or stands by. */
async function startMds(cluster: Cluster, name: string): Promise<ChildProcess> {
  mkdirSync(join(cluster.dir, `mds.${name}`))
  const keyring = `${innerDir(cluster)}/mds.${name}/keyring`
  const caps = ['mon', 'allow profile mds', 'osd', 'allow rwx', 'mds', 'allow *']
  await ceph(cluster, 'auth', 'get-or-create', `mds.${name}`, ...caps, '-o', keyring)
  const options = ['-c', `${innerDir(cluster)}/daemons.conf`, '-i', name, '--keyring', keyring, '-f']
  return spawn(...commandOf(cluster, 'ceph-mds', ...options), { stdio: 'ignore' })
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return
  const exit = once(daemon, 'exit')
  daemon.kill('SIGKILL')
  await exit
}

const dump = async (cluster: Cluster, ...epoch: string[]): Promise<FSMapJson> =>
  cephJson<FSMapJson>(cluster, 'fs', 'dump', ...epoch)

for (const release of releasesUnderTest()) {
  describeWithCeph(`fsmaps of a cluster (${release})`, { release, programs: ['ceph-mon', 'ceph-mds'] }, () => {
    it('are read from the store of its monitor, written again, and printed as ceph fs dump does', async () => {
      const daemons: ChildProcess[] = []
      const cluster = await startCluster({ release, monitors: 1 })
      try {
        await makeFileSystems(cluster)
        for (const name of ['x', 'y', 'z']) daemons.push(await startMds(cluster, name))
        await waitUntil(async () => (await dump(cluster)).standbys.length === 1)
        const { epoch } = await dump(cluster)
        const dumps = new Map<number, FSMapJson>()
        for (let e = epoch; e > epoch - 5; e--) dumps.set(e, await dump(cluster, String(e)))
        await cluster.monitors[0]!.kill('SIGTERM')

        for (const [e, printed] of dumps) {
          const map = checkRoundTrip(fsMapCodec, await stored(cluster, 'mdsmap', String(e)))
          expect(JSON.stringify(fsMapToJson(map)), `epoch ${e}`).to.equal(JSON.stringify(printed))
        }
        const { filesystems, standbys } = dumps.get(epoch)!
        expect(filesystems.map(({ mdsmap }) => mdsmap.fs_name)).to.deep.equal(['one', 'two'])
        expect(filesystems.map(({ mdsmap }) => Object.keys(mdsmap.info).length)).to.deep.equal([1, 1])
        expect(filesystems[1]?.mirror_info?.peers).to.have.all.keys(PEER)
        expect(standbys[0]?.state).to.equal('up:standby')
      } finally {
        await Promise.all(daemons.map(end))
        await cluster.stop()
      }
    })
  })
}

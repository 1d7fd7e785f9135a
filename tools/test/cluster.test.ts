import { setTimeout } from 'node:timers/promises'
import { existsSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import type { Cluster } from '@cephwire/tools/ceph'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'

for (const release of releasesUnderTest()) {
  describeWithCeph(`startCluster (${release})`, { release }, () => {
    let cluster: Cluster | undefined

    afterEach(() => cluster?.stop())

    const fsid = async (): Promise<string> => {
      const { code, stdout, stderr } = await cluster!.ceph(['fsid'], { timeout: 30_000 })
      expect(code, stderr).to.equal(0)
      return stdout.toString().trim()
    }

    it('starts one monitor and leaves neither process nor directory', async () => {
      cluster = await startCluster({ release, monitors: 1 })
      expect(await fsid()).to.equal(cluster.fsid)
      const { pid } = cluster.monitors[0]!
      expect(existsSync(`/proc/${pid}`)).to.equal(true)
      await cluster.stop()
      expect(existsSync(`/proc/${pid}`)).to.equal(false)
      expect(existsSync(cluster.dir)).to.equal(false)
    })

    it('writes a ceph.conf and a keyring for clients on the host', async () => {
      cluster = await startCluster({ release, monitors: 1, settings: { ms_client_mode: 'secure' } })
      const conf = readFileSync(cluster.conf, 'utf8')
      expect(conf).to.include(`mon_host = ${cluster.monHost}\n`).and.include('ms_client_mode = secure\n')
      expect(conf).to.include(`keyring = ${cluster.keyring}\n`)
      expect(readFileSync(cluster.keyring, 'utf8')).to.include(`key = ${cluster.adminKey}\n`)
    })

    it('works without authentication', async () => {
      cluster = await startCluster({ release, monitors: 1, auth: 'none' })
      expect(await fsid()).to.equal(cluster.fsid)
    })

    it('starts two clusters at once', async () => {
      const [one, other] = await Promise.all([
        startCluster({ release, monitors: 1 }),
        startCluster({ release, monitors: 1 })
      ])
      cluster = one
      await other.stop()
      expect(await fsid()).to.equal(one.fsid)
    })

    it('ends and starts one monitor of three', async () => {
      cluster = await startCluster({ release, monitors: 3 })
      const [a, b, c] = cluster.monitors
      await a!.kill()
      expect(a!.pid).to.equal(0)
      await cluster.waitForQuorum(['b', 'c'])
      expect(await fsid()).to.equal(cluster.fsid)
      await a!.start()
      await cluster.waitForQuorum()
      expect([b!.running, c!.running]).to.deep.equal([true, true])
    })

    it('pauses and resumes a monitor, and stops a paused one', async () => {
      cluster = await startCluster({ release, monitors: 1 })
      const [a] = cluster.monitors
      // A signal acts when the process is next scheduled, so it answers or stays silent only after a moment.
      const silent = (): Promise<boolean> =>
        Promise.race([a!.status().then(() => false), setTimeout(500, true, { ref: false })])
      a!.pause()
      await setTimeout(50)
      const asked = a!.status()
      expect(await silent()).to.equal(true)
      a!.resume()
      expect((await asked).name).to.equal('a')
      a!.pause()
      await cluster.stop()
      expect(a!.running).to.equal(false)
    })
  })
}

describeWithCeph('startCluster with more daemons', { programs: ['ceph-mgr', 'ceph-osd'] }, () => {
  it('starts a manager and an OSD', async () => {
    const cluster = await startCluster({ monitors: 1, mgr: true, osds: 1 })
    try {
      const { stdout } = await cluster.ceph(['osd', 'stat', '--format', 'json'])
      expect(JSON.parse(stdout.toString())).to.include({ num_osds: 1, num_up_osds: 1 })
    } finally {
      await cluster.stop()
    }
  })
})

import { chmodSync } from 'node:fs'
import { once } from 'node:events'
import { createConnection, createServer } from 'node:net'
import { expect } from 'chai'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { diagnose, troubleOf } from '../support/doctor.js'
import { temporaryDirectory } from '../support/files.js'
import type { AddressInfo, Socket } from 'node:net'
import type { Cluster, Monitor } from '@cephwire/tools/ceph'
import type { Diagnosis } from '../support/doctor.js'

const AES = 1
const AES256K = 2

/** A well-formed key of no cluster. */
function strangeKey(type: number): string {
  const secret = Buffer.alloc(type === AES ? 16 : 32, 7)
  const head = Buffer.alloc(12)
  head.writeUInt16LE(type, 0)
  head.writeUInt16LE(secret.length, 10)
  return Buffer.concat([head, secret]).toString('base64')
}

for (const release of releasesUnderTest()) {
  const known = release === 'tentacle' ? AES256K : AES
  const unknown = release === 'tentacle' ? AES : AES256K

  for (const auth of ['cephx', 'none'] as const) {
    describeWithCeph(`cephwire doctor of a healthy cluster (${release}, auth ${auth})`, { release }, () => {
      let cluster: Cluster
      before(async () => {
        cluster = await startCluster({ release, auth })
      })
      after(() => cluster.stop())

      const keys = (): readonly string[] => (auth === 'cephx' ? ['-k', cluster.keyring] : [])
      const modes = auth === 'cephx' ? ['legacy', 'crc', 'secure', 'prefer-crc', 'prefer-secure'] : ['legacy', 'crc']
      for (const mode of modes) {
        it(`finds nothing (${mode})`, async () => {
          const { exitCode, checks, troubles } = await diagnose(['-c', cluster.conf, ...keys(), '--ms-mode', mode])
          expect(troubles).to.deep.equal([])
          expect(exitCode).to.equal(0)
          const skipped = checks.filter(({ result }) => result === 'skipped').map(({ check }) => check)
          expect(skipped).to.deep.equal(auth === 'cephx' ? [] : ['keyring'])
          expect(checks.filter(({ check }) => check === 'monitor')).to.have.lengthOf(6)
        })
      }
    })
  }

  describeWithCeph(`cephwire doctor of broken set-ups (${release})`, { release }, () => {
    const file = temporaryDirectory()
    let cluster: Cluster
    let first: Monitor
    before(async () => {
      cluster = await startCluster({ release })
      first = cluster.monitors[0]!
    })
    after(() => cluster.stop())

    const privately = (name: string, text: string): string => {
      const path = file(name, text)
      chmodSync(path, 0o600)
      return path
    }
    const keyringOf = (entity: string, key: string): string =>
      privately(`${entity}.keyring`, `[${entity}]\nkey = ${key}\n`)
    const at = (port: number, protocol = 'v2'): readonly string[] => [
      '--no-config-file',
      '-k',
      cluster.keyring,
      '-m',
      `${protocol}:127.0.0.1:${port}`
    ]
    const create = async (entity: string, ...caps: readonly string[]): Promise<string> => {
      const { stdout } = await cluster.ceph(['auth', 'get-or-create-key', entity, ...caps])
      return keyringOf(entity, stdout.toString().trim())
    }

    it('tells a wrong key', async () => {
      const keyring = keyringOf('client.admin', strangeKey(known))
      const found = await diagnose(['-c', cluster.conf, '-k', keyring])
      expect(found.troubles).to.deep.equal(['authentication: wrong-key'])
      expect(troubleOf(found, 'authentication').advice).to.include('  ceph auth get client.admin')
      expect(found.exitCode).to.equal(1)
    })

    it('tells an entity that the cluster does not have', async () => {
      const found = await diagnose([
        '-c',
        cluster.conf,
        '-n',
        'client.nobody',
        '-k',
        keyringOf('client.nobody', strangeKey(known))
      ])
      expect(found.troubles).to.deep.equal(['authentication: wrong-key'])
      const { meaning, advice } = troubleOf(found, 'authentication')
      expect(meaning).to.include('there is no client.nobody in this cluster')
      expect(advice).to.include('  ceph auth get client.nobody')
    })

    it('tells a type of key that the cluster does not know', async () => {
      const found = await diagnose(['-c', cluster.conf, '-k', keyringOf('client.admin', strangeKey(unknown))])
      expect(found.troubles).to.deep.equal(['authentication: key-type'])
      const { seen, advice } = troubleOf(found, 'authentication')
      const [mine, theirs] = known === AES ? ['aes256k', 'aes'] : ['aes', 'aes256k']
      expect(seen).to.equal(`The key is of type ${mine}, the monitors take ${theirs}`)
      expect(advice).to.include('  ceph auth get client.admin -o KEYRING')
      if (known === AES256K) expect(advice).to.include('  ceph mon set auth_allowed_ciphers aes,aes256k')
    })

    it('tells a keyring that is not there', async () => {
      const found = await diagnose(['-c', cluster.conf, '-k', file('missing')])
      expect(found.troubles).to.deep.equal(['keyring: keyring-missing'])
      expect(troubleOf(found, 'keyring').advice).to.include('  ceph auth get client.admin -o ceph.client.admin.keyring')
      expect(found.checks.filter(({ check }) => check === 'monitor').map(({ result }) => result)).to.deep.equal(
        Array.from({ length: 6 }, () => 'ok')
      )
    })

    it('tells a keyring that is garbled', async () => {
      const found = await diagnose(['-c', cluster.conf, '-k', privately('garbled', 'AQ[client.admin\n')])
      expect(found.troubles).to.deep.equal(['keyring: keyring-malformed'])
    })

    it('tells a keyring without this entity', async () => {
      const found = await diagnose(['-c', cluster.conf, '-k', cluster.keyring, '-n', 'client.x'])
      expect(found.troubles).to.deep.equal(['keyring: key-missing'])
      expect(troubleOf(found, 'keyring').seen).to.include('found: mon., client.admin')
    })

    it('tells a v1 port where v2 is asked', async () => {
      const found = await diagnose(at(first.v1.port))
      expect(found.troubles).to.deep.equal(['monitor: v1-port'])
      expect(troubleOf(found, 'monitor').advice).to.include(`  mon_host = v1:127.0.0.1:${first.v1.port}`)
    })

    it('tells a v2 port where v1 is asked', async () => {
      const found = await diagnose(at(first.v2.port, 'v1'))
      expect(found.troubles).to.deep.equal(['monitor: v2-port'])
      expect(troubleOf(found, 'monitor').advice).to.include(`  mon_host = v2:127.0.0.1:${first.v2.port}`)
    })

    it('tells a host without an address', async () => {
      const found = await diagnose(['--no-config-file', '-k', cluster.keyring, '-m', 'mon1.invalid'])
      expect(found.troubles).to.deep.equal(['mon-host: name-unresolved'])
      expect(troubleOf(found, 'mon-host').advice).to.include('  getent hosts mon1.invalid')
    })

    it('tells another cluster than the one that ceph.conf means', async () => {
      const fsid = '11111111-2222-3333-4444-555555555555'
      const found = await diagnose(['-c', cluster.conf, '-k', cluster.keyring, '--fsid', fsid])
      expect(found.troubles).to.deep.equal(['fsid: wrong-fsid'])
      expect(troubleOf(found, 'fsid').advice).to.include(`  fsid = ${cluster.fsid}`)
    })

    it('tells a client without a key where one is needed', async () => {
      const found = await diagnose(['-c', cluster.conf, '--auth-client-required', 'none'])
      expect(found.troubles).to.deep.equal(['authentication: auth-method'])
      expect(troubleOf(found, 'authentication').advice).to.include('  auth_client_required = cephx')
    })

    it('tells an entity without caps for mon from a wrong key', async () => {
      const keyring = await create('client.osdonly', 'osd', 'allow r')
      const found = await diagnose(['-c', cluster.conf, '-n', 'client.osdonly', '-k', keyring])
      expect(found.troubles).to.deep.equal(['authentication: no-mon-caps'])
      expect(troubleOf(found, 'authentication').advice).to.include("  ceph auth caps client.osdonly mon 'allow r' …")
    })

    it('tells caps that let nobody look', async () => {
      const keyring = await create('client.writer', 'mon', 'allow w')
      const found = await diagnose(['-c', cluster.conf, '-n', 'client.writer', '-k', keyring])
      expect(found.troubles).to.deep.equal(['caps: mon-caps'])
      expect(troubleOf(found, 'caps').advice).to.include("  ceph auth caps client.writer mon 'allow r' mgr 'allow r' …")
    })

    it('is content with somebody who may only read', async () => {
      const keyring = await create('client.reader', 'mon', 'allow r')
      const { exitCode, troubles } = await diagnose(['-c', cluster.conf, '-n', 'client.reader', '-k', keyring])
      expect({ exitCode, troubles }).to.deep.equal({ exitCode: 0, troubles: [] })
    })

    it('asks the monitors that mon_host does not name', async () => {
      const found = await diagnose(at(first.v2.port))
      expect(found.troubles).to.deep.equal(['monmap: mon-host-incomplete'])
      expect(troubleOf(found, 'monmap').advice).to.include(`  mon_host = ${cluster.monHost}`)
      expect(found.checks.filter(({ check }) => check === 'monitor')).to.have.lengthOf(6)
    })

    it('tells a monitor behind a forwarded port', async () => {
      const { port, close } = await forwarding(first.v2.port)
      try {
        const found = await diagnose(at(port))
        expect(found.troubles).to.deep.equal(['monitor: other-address'])
        expect(troubleOf(found, 'monitor').advice).to.include('  ceph mon dump')
      } finally {
        await close()
      }
    })
  })

  describeWithCeph(`cephwire doctor of monitors that are down (${release})`, { release }, () => {
    let cluster: Cluster
    before(async () => {
      cluster = await startCluster({ release })
    })
    after(() => cluster.stop())

    const look = (...args: readonly string[]): Promise<Diagnosis> =>
      diagnose(['-c', cluster.conf, '-k', cluster.keyring, ...args])

    it('tells one that hangs', async () => {
      const last = cluster.monitors[2]!
      last.pause()
      try {
        const found = await look('--connect-timeout', '3')
        expect(found.troubles).to.include('monitor: silent')
        const silent = found.checks.find(({ problem }) => problem === 'silent')
        expect(silent?.subject).to.equal(`v2:127.0.0.1:${last.v2.port}`)
        expect(silent?.advice?.[1]).to.match(/^ {2}systemctl status ceph-mon@c$/)
      } finally {
        last.resume()
        await cluster.waitForQuorum()
      }
    })

    it('tells one that is gone, while the others serve', async () => {
      await cluster.monitors[2]!.kill()
      await cluster.waitForQuorum(['a', 'b'])
      const found = await look()
      expect(found.troubles).to.deep.equal(['monitor: refused', 'quorum: outside-quorum'])
      const { seen, advice } = troubleOf(found, 'quorum')
      expect(seen).to.equal('mon.a and mon.b are the quorum; mon.c is not reached')
      expect(advice).to.include('  systemctl status ceph-mon@c')
    })

    it('tells a minority, and which monitors to start', async () => {
      await cluster.monitors[1]!.kill()
      const left = cluster.monitors[0]!
      while (['leader', 'peon'].includes((await left.status()).state))
        await new Promise(resolve => setTimeout(resolve, 100))
      const found = await look('--connect-timeout', '3')
      expect(found.exitCode).to.equal(1)
      expect(found.troubles).to.deep.equal(['monitor: refused', 'monitor: refused', 'quorum: no-quorum'])
      const { seen, meaning, advice } = troubleOf(found, 'quorum')
      expect(seen).to.match(
        /^There is no quorum: mon\.a is (probing|electing); mon\.b is not reached and mon\.c is not reached$/
      )
      expect(meaning).to.match(/^2 of 3 monitors must be up/)
      expect(advice).to.include('  systemctl start ceph-mon@b').and.include('  systemctl start ceph-mon@c')
    })

    it('tells a minority also where msgr2 alone is asked, which tells less', async () => {
      const { port } = cluster.monitors[0]!.v2
      const args = ['--no-config-file', '-k', cluster.keyring, '-m', `v2:127.0.0.1:${port}`, '--connect-timeout', '3']
      const found = await diagnose(args)
      expect(found.troubles).to.deep.equal(['quorum: no-quorum'])
      expect(troubleOf(found, 'quorum').seen).to.equal(`There is no quorum: v2:127.0.0.1:${port} lets nobody in`)
    })

    it('tells that none is left', async () => {
      await cluster.monitors[0]!.kill()
      const found = await look()
      expect(found.troubles).to.deep.equal(['monitor: refused', 'monitor: refused', 'monitor: refused'])
    })
  })

  describeWithCeph(`cephwire doctor of odd settings (${release})`, { release }, () => {
    it('tells a mode that the monitors do not take', async () => {
      const settings = { ms_mon_service_mode: 'secure' }
      const cluster = await startCluster({ release, monitors: 1, settings })
      try {
        const found = await diagnose(['-c', cluster.conf, '-k', cluster.keyring, '--ms-mode', 'crc'])
        expect(found.troubles).to.deep.equal(['connection-mode: mode-refused'])
        expect(troubleOf(found, 'connection-mode').advice).to.deep.equal([
          'Ask for what they take:',
          '  cephwire --ms-mode secure …',
          'or for good, in section [global] of ceph.conf:',
          '  ms_mon_client_mode = secure'
        ])
      } finally {
        await cluster.stop()
      }
    })

    it('tells clocks that differ by more than is allowed', async () => {
      // What any difference exceeds.
      const settings = { mon_clock_drift_allowed: '-1', mon_timecheck_interval: '1', mon_timecheck_skew_interval: '1' }
      const cluster = await startCluster({ release, monitors: 2, settings })
      try {
        const look = (): Promise<Diagnosis> => diagnose(['-c', cluster.conf, '-k', cluster.keyring])
        let found = await look()
        // The leader has to compare clocks first.
        while (found.troubles.join() !== 'clocks: clock-skew') found = await look()
        expect(found.exitCode).to.equal(0)
        expect(troubleOf(found, 'clocks').advice).to.include('  chronyc tracking')
      } finally {
        await cluster.stop()
      }
    })
  })
}

/** A port that leads to another one. */
async function forwarding(to: number): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    const onward = createConnection({ host: '127.0.0.1', port: to })
    for (const one of [socket, onward]) sockets.add(one.on('error', () => undefined))
    socket.pipe(onward).pipe(socket)
  })
  await once(server.listen({ host: '127.0.0.1', port: 0 }), 'listening')
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await once(server.close(), 'close')
  }
  return { port: (server.address() as AddressInfo).port, close }
}

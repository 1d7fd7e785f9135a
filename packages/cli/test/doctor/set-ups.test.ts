import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { chmodSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { run } from '@cephwire/cli'
import { createTestCluster } from '@cephwire/test-monitor'
import { expect } from 'chai'
import { diagnose, troubleOf } from '../support/doctor.js'
import { temporaryDirectory } from '../support/files.js'
import { fakeIo } from '../support/io.js'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { TestCluster } from '@cephwire/test-monitor'

/** A well-formed key of no cluster. */
const WRONG_KEY = 'AQBnu2VoAAAAABAAMDEyMzQ1Njc4OWFiY2RlZg=='

async function listening<S extends Server>(
  server: S
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => void sockets.add(socket))
  await once(server.listen({ host: '127.0.0.1', port: 0 }), 'listening')
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await once(server.close(), 'close')
  }
  return { port: (server.address() as AddressInfo).port, close }
}

/** A keyring as `ceph-authtool` leaves it. */
const chmod = (path: string): void => chmodSync(path, 0o600)

function forward(socket: Socket, host: string, port: number): Socket {
  const onward = createConnection({ host, port })
  for (const one of [socket, onward]) one.on('error', () => undefined)
  socket.pipe(onward).pipe(socket)
  return onward
}

describe('cephwire doctor', function () {
  this.slow(3000)
  const file = temporaryDirectory()
  let cluster: TestCluster
  let keyring: string
  before(async () => {
    cluster = await createTestCluster({ monitors: 2 })
    keyring = file('keyring', cluster.keyring)
    chmod(keyring)
  })
  after(() => cluster.stop())
  afterEach(() => {
    for (const monitor of cluster.monitors) monitor.faults.clear()
  })

  const addr = (name: string, protocol: 'v1' | 'v2'): string => {
    const monitor = cluster.monitor(name)
    return `${protocol}:127.0.0.1:${(protocol === 'v2' ? monitor.v2Addr : monitor.v1Addr).port}`
  }
  const without = (...args: readonly string[]): readonly string[] => ['--no-config-file', '-k', keyring, ...args]

  it('finds nothing where all is well', async () => {
    const { exitCode, checks, troubles } = await diagnose(without('-m', cluster.monHost))
    expect(troubles).to.deep.equal([])
    expect(checks.map(({ check, result }) => `${check} ${result}`)).to.deep.equal([
      'node ok',
      'configuration ok',
      'mon-host ok',
      'keyring ok',
      ...Array.from({ length: 4 }, () => 'monitor ok'),
      'connection-mode ok',
      'authentication ok',
      'session ok',
      'fsid ok',
      'monmap ok',
      'quorum ok',
      'caps ok',
      'clocks ok',
      'versions ok',
      'health ok'
    ])
    expect(exitCode).to.equal(0)
  })

  it('never prints a key', async () => {
    const { checks, troubles } = await diagnose(['--no-config-file', '-m', cluster.monHost, '--key', cluster.adminKey])
    expect(JSON.stringify(checks)).to.not.include(cluster.adminKey.slice(0, 16))
    expect(troubles).to.deep.equal(['configuration: key-exposed'])
  })

  it('tells a v1 port that is asked for v2', async () => {
    const address = addr('a', 'v1').replace('v1', 'v2')
    const found = await diagnose(without('-m', address))
    expect(found.troubles).to.deep.equal(['monitor: v1-port'])
    expect(found.exitCode).to.equal(1)
    expect(troubleOf(found, 'monitor')).to.deep.equal({
      check: 'monitor',
      result: 'failed',
      subject: address,
      problem: 'v1-port',
      seen: 'speaks msgr1, and v2 was asked',
      meaning: 'The monitor is there, but this is its v1 port.',
      advice: [
        'Write the address with its own protocol, or the v2 port (3300 as a rule):',
        `  mon_host = ${addr('a', 'v1')}`,
        'A monitor that has no other port does not speak msgr2 yet:',
        '  ceph mon enable-msgr2'
      ]
    })
  })

  it('tells a v2 port that is asked for v1', async () => {
    const found = await diagnose(without('-m', addr('a', 'v2').replace('v2', 'v1')))
    expect(found.troubles).to.deep.equal(['monitor: v2-port'])
    expect(troubleOf(found, 'monitor').advice).to.deep.equal([
      'Write the address with its own protocol, or the v1 port (6789 as a rule):',
      `  mon_host = ${addr('a', 'v2')}`
    ])
  })

  it('takes an address without a protocol for what it is', async () => {
    for (const protocol of ['v1', 'v2'] as const) {
      const address = addr('a', protocol).slice('v1:'.length)
      const { checks, troubles } = await diagnose(without('-m', address))
      expect(troubles).to.deep.equal(['monmap: mon-host-incomplete'])
      const [first, second] = checks.filter(({ check }) => check === 'monitor')
      const [right, wrong] = protocol === 'v2' ? [first, second] : [second, first]
      expect(right).to.deep.include({ subject: `${protocol}:${address}`, result: 'ok' })
      expect(wrong).to.deep.include({ result: 'skipped' })
    }
  })

  it('tells a web server from a monitor', async () => {
    const { port, close } = await listening(createHttpServer())
    try {
      const found = await diagnose(without('-m', `v2:127.0.0.1:${port}`))
      expect(found.troubles).to.deep.equal(['monitor: no-monitor'])
      const { seen, advice } = troubleOf(found, 'monitor')
      expect(seen).to.equal('The peer does not speak msgr2: this looks like HTTP')
      expect(advice?.at(-1)).to.equal(`  ss -ltnp 'sport = ${port}'`)
    } finally {
      await close()
    }
  })

  it('tells something that takes connections and says nothing', async () => {
    const { port, close } = await listening(createServer())
    try {
      const found = await diagnose(without('-m', `v2:127.0.0.1:${port}`, '--connect-timeout', '1'))
      expect(found.troubles).to.deep.equal(['monitor: silent'])
      expect(troubleOf(found, 'monitor').meaning).to.equal(
        'Something is listening, but no monitor that runs: a hung one, a firewall or proxy in between.'
      )
    } finally {
      await close()
    }
  })

  it('tells a port where nothing listens', async () => {
    const { port, close } = await listening(createServer())
    await close()
    const found = await diagnose(without('-m', `v2:127.0.0.1:${port}`))
    expect(found.troubles).to.deep.equal(['monitor: refused'])
    expect(troubleOf(found, 'monitor').advice).to.deep.equal([
      'Start the monitor on its host, or correct mon_host:',
      '  systemctl status ceph-mon@ID',
      `  ss -ltnp 'sport = ${port}'`
    ])
  })

  it('tells a peer that closes the connection before it greets', async () => {
    cluster.monitor('a').faults.set({ refuseConnections: true })
    const found = await diagnose(without('-m', addr('a', 'v2')))
    expect(found.troubles).to.deep.equal(['monitor: broken-greeting'])
  })

  it('tells a monitor whose address leads through another one', async () => {
    const server = createServer(socket => {
      const { host, port } = cluster.monitor('a').v2Addr
      const onward = forward(socket, host, port)
      socket.once('close', () => onward.destroy())
    })
    const { port, close } = await listening(server)
    try {
      const found = await diagnose(without('-m', `v2:127.0.0.1:${port}`))
      expect(found.troubles).to.deep.equal(['monitor: other-address'])
      expect(troubleOf(found, 'monitor').advice?.at(-1)).to.equal('  ceph mon dump')
    } finally {
      await close()
    }
  })

  it('tells a wrong key', async () => {
    const wrong = file('wrong', `[client.admin]\n\tkey = ${WRONG_KEY}\n`)
    chmod(wrong)
    const found = await diagnose(['--no-config-file', '-m', cluster.monHost, '-k', wrong])
    expect(found.troubles).to.deep.equal(['authentication: wrong-key'])
    expect(troubleOf(found, 'authentication').advice).to.include('  ceph auth get client.admin')
  })

  it('tells a mode that the monitors do not take', async () => {
    const secure = await createTestCluster({ monitors: 1, msModes: ['secure'] })
    try {
      const args = ['--no-config-file', '-m', secure.monHost, '-k', file('secure', secure.keyring), '--ms-mode', 'crc']
      chmod(file('secure'))
      const found = await diagnose(args)
      expect(found.troubles).to.deep.equal(['connection-mode: mode-refused'])
      expect(troubleOf(found, 'connection-mode').advice).to.deep.equal([
        'Ask for what they take:',
        '  cephwire --ms-mode secure …',
        'or for good, in section [global] of ceph.conf:',
        '  ms_mon_client_mode = secure'
      ])
    } finally {
      await secure.stop()
    }
  })

  it('tells a cluster that uses no authentication from a keyring that was forgotten', async () => {
    const open = await createTestCluster({ monitors: 1, auth: 'none' })
    try {
      const found = await diagnose(['--no-config-file', '-m', open.monHost, '-k', file('nowhere')])
      expect(found.troubles).to.deep.equal(['keyring: keyring-missing', 'authentication: key-not-needed'])
      expect(troubleOf(found, 'authentication').advice).to.include('  auth_client_required = none')
    } finally {
      await open.stop()
    }
  })

  it('tells secure mode without a key to encrypt with', async () => {
    const args = ['-m', cluster.monHost, '--ms-mode', 'secure', '--auth-client-required', 'none']
    const found = await diagnose(['--no-config-file', ...args])
    expect(found.troubles).to.deep.equal(['connection-mode: secure-needs-cephx', 'authentication: auth-method'])
  })

  it('tells monitors of two clusters', async () => {
    const other = await createTestCluster({ monitors: 1 })
    try {
      const both = [addr('a', 'v2'), ...cluster.monHost.split(' '), other.monHost].join(' ')
      const { troubles } = await diagnose(without('-m', both))
      expect(troubles).to.include('fsid: two-clusters')
    } finally {
      await other.stop()
    }
  })

  it('tells caps that let nobody look', async () => {
    const { keyText } = cluster.addEntity('client.writer', { caps: { mon: 'allow w' } })
    const mine = file('writer', `[client.writer]\n\tkey = ${keyText}\n`)
    chmod(mine)
    const found = await diagnose(['--no-config-file', '-m', cluster.monHost, '-n', 'client.writer', '-k', mine])
    expect(found.troubles).to.deep.equal(['caps: mon-caps'])
    expect(troubleOf(found, 'caps').advice).to.include("  ceph auth caps client.writer mon 'allow r' mgr 'allow r' …")
  })

  it('tells a monitor that is out of the quorum', async () => {
    cluster.monitor('b').leaveQuorum()
    try {
      const found = await diagnose(without('-m', cluster.monHost, '--connect-timeout', '3'))
      expect(found.exitCode).to.equal(1)
      expect(found.troubles.some(trouble => /^quorum: (no-quorum|outside-quorum)$/.test(trouble))).to.equal(true)
    } finally {
      cluster.monitor('b').joinQuorum()
    }
  })

  it('asks the monitors that mon_host does not name', async () => {
    const found = await diagnose(without('-m', addr('a', 'v2')))
    expect(found.troubles).to.deep.equal(['monmap: mon-host-incomplete'])
    const tried = found.checks.filter(({ check }) => check === 'monitor').map(({ subject }) => subject)
    expect(tried).to.have.members([addr('a', 'v2'), addr('a', 'v1'), addr('b', 'v2'), addr('b', 'v1')])
    expect(troubleOf(found, 'monmap').seen).to.equal('mon.b is not in the command line')
    expect(found.exitCode).to.equal(0)
  })

  it('tells an address that the cluster has left behind', async () => {
    const { port, close } = await listening(createServer())
    await close()
    const found = await diagnose(without('-m', `${cluster.monHost} v2:127.0.0.1:${port}`))
    expect(found.troubles).to.deep.equal(['monitor: refused', 'monmap: foreign-address'])
  })

  it('refuses words behind it, and formats of others', async () => {
    for (const [args, line] of [
      [['doctor', 'who'], "doctor: what is 'who'?"],
      [['doctor', '-f', 'xml'], 'doctor: -f takes plain, json or json-pretty']
    ] as const) {
      const io = fakeIo()
      expect(await run([...args], io)).to.equal(2)
      expect(io.stderr.text()).to.include(line)
    }
  })

  it('ends with EINTR when it is interrupted', async () => {
    const io = fakeIo({ signal: AbortSignal.abort() })
    expect(await run([...without('-m', cluster.monHost), 'doctor'], io)).to.equal(4)
    expect(io.stdout.text()).to.equal('')
  })
})

import { readFileSync } from 'node:fs'
import { createTestMonitor } from '@cephwire/test-monitor'
import { CEPH_FEATURES_ALL, CephFeature } from '@cephwire/codec'
import {
  PoolOpCode,
  command,
  getPoolStats,
  log,
  messageTypeName,
  monCommand,
  monGetVersion,
  monSubscribe,
  ping,
  poolOp,
  statfs
} from '@cephwire/messages'
import { expect } from 'chai'
import { TestClient } from './test-client.js'
import type { Message } from '@cephwire/messenger'
import type { TestCluster } from '@cephwire/test-monitor'

/*
  The test monitor is built on the codecs that the clients in these tests are built on, so that a mistake in a codec
  would agree with itself. Here stands, for each message that it sends, who else has read it.
*/

/** A test in real/clients.test.ts in which a client of Ceph reads the message, and shows that it has. */
const readBy = (title: string): Proof => ({ kind: 'client', title })
/** The codec reproduces a front that a real monitor sent: packages/messages/test/monitors.test.ts. */
const recorded: Proof = { kind: 'recorded' }

type Proof = { readonly kind: 'client'; readonly title: string } | { readonly kind: 'recorded' }

const python = readBy('a program with python3-rados, which moves to another monitor')

const proofs: Readonly<Record<string, readonly Proof[]>> = {
  MMonMap: [readBy('ceph mon dump'), recorded],
  MConfig: [readBy('ceph fsid'), recorded],
  MMonCommandAck: [readBy('ceph osd dump, and the map that librados asks for itself'), recorded],
  MOSDMap: [python, recorded],
  MMgrMap: [python, recorded],
  MStatfsReply: [python, recorded],
  MMonGetVersionReply: [python, recorded],
  MPoolOpReply: [python, recorded],
  MLog: [readBy('ceph -w, which sees what is logged from elsewhere'), recorded],
  MPing: [readBy('ceph ping mon.b')],
  MAuthReply: [readBy('ceph fsid'), recorded],
  MLogAck: [recorded],
  MFSMap: [recorded],
  MFSMapUser: [recorded],
  MServiceMap: [recorded],
  MKVData: [recorded],
  MMgrDigest: [recorded],
  MMonSubscribeAck: [recorded],
  MGetPoolStatsReply: [recorded],
  MCommandReply: [recorded]
}

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

const names = [
  ...['monmap', 'config', 'osdmap', 'mgrmap', 'fsmap', 'fsmap.user', 'servicemap', 'log-info'],
  ...['kv:', 'mgrdigest']
]

/** Asks for everything that a monitor can be asked for. */
function ask(client: TestClient, { fsid, state }: TestCluster): void {
  const what = new Map(names.map(name => [name, { start: 0n, flags: 0 }] as const))
  client.send(monSubscribe, { what, hostname: 'here' })
  client.send(monCommand, { version: 0n, fsid, cmd: ['{"prefix":"fsid"}'] })
  client.send(monGetVersion, { handle: 1n, what: 'osdmap' })
  client.send(statfs, { version: 0n, fsid })
  client.send(getPoolStats, { version: 0n, fsid, pools: [] })
  client.send(poolOp, { version: 0n, fsid, pool: 0, op: PoolOpCode.Create, snapid: 0n, name: 'made', crushRule: -1 })
  client.send(log, { version: 0n, fsid, entries: [{ ...state.log.entries[0]!.entry, seq: 41n }] })
  client.send(ping, { text: '' })
  client.send(command, { fsid, cmd: ['{"prefix":"version"}'] })
}

describe('Each message that a test monitor sends', () => {
  it('has been read by a client of Ceph, or written by a monitor of Ceph in the same way', async () => {
    const cluster = await createTestMonitor()
    cluster.log('a line, for who asks for the log')
    const said = new Set<string>()
    await new Promise<void>((resolve, reject) => {
      const heard = ({ type }: Message): void => {
        said.add(messageTypeName(type))
        if (Object.keys(proofs).every(name => said.has(name))) resolve()
      }
      // Who does not know that sessions are kept is told that a subscription has been understood.
      const features = CEPH_FEATURES_ALL & ~CephFeature.MON_STATEFUL_SUB
      Promise.all([
        TestClient.connect(cluster, { mode: 'legacy', heard }),
        TestClient.connect(cluster, { heard, connect: { features } })
      ]).then(clients => clients.forEach(client => ask(client, cluster)), reject)
    }).finally(() => cluster.stop())
    expect([...said].sort()).to.deep.equal(Object.keys(proofs).sort())
  })

  for (const [name, kinds] of Object.entries(proofs)) {
    it(`${name}: ${kinds.map(proof => (proof.kind === 'client' ? `read in "${proof.title}"` : 'recorded')).join(', ')}`, () => {
      for (const proof of kinds) {
        if (proof.kind === 'client') expect(textOf('real/clients.test.ts')).to.include(`it('${proof.title}'`)
        else {
          const fronts = textOf('../../messages/test/vectors/monitor-16.2.15.hex')
          expect(fronts).to.match(new RegExp(`^${name} `, 'm'))
        }
      }
    })
  }
})

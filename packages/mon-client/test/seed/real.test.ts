import { CephFeature, CEPH_FEATURES_ALL } from '@cephwire/codec'
import { AuthMethodRejectedError, TicketStore } from '@cephwire/auth'
import {
  SubscribeFlag,
  decodeFront,
  encodeMessage,
  mdsMap,
  monMap,
  monSubscribe,
  monSubscribeAck,
  statfsReply
} from '@cephwire/messages'
import { systemClock } from '@cephwire/messenger'
import { MonTimeoutError, connect, defaultMonClientOptions } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { expect } from 'chai'
import { setTimeout as sleep } from 'node:timers/promises'
import { resolveConfig } from '../../src/config/resolve-config.js'
import { resolveMonitors } from '../../src/config/resolve-monitors.js'
import { loadCredentials } from '../../src/credentials.js'
import { openMonSession } from '../../src/mon-session.js'
import { targetsOf } from '../../src/mon-target.js'
import { statfsRequest } from '../../src/requests/statfs.js'
import { rejection } from '../support/canary.js'
import type { Message } from '@cephwire/messenger'
import type { MonClient, MonClientOptions } from '@cephwire/mon-client'
import type { Cluster, Monitor } from '@cephwire/tools/ceph'
import type { MonSession } from '../../src/mon-session.js'

/** Without these a dead leader is noticed by the other monitors after ten seconds, in which none of them serves. */
const FAST = { mon_lease: '1', mon_election_timeout: '1', mon_probe_timeout: '1', mon_tick_interval: '1' }
/** Without names in monmaps and without the addresses of today. */
const WITHOUT_NAMES = CEPH_FEATURES_ALL & ~(CephFeature.MONNAMES | CephFeature.MONENC | CephFeature.MSG_ADDR2)
const WITHOUT_STATEFUL_SUB = CEPH_FEATURES_ALL & ~CephFeature.MON_STATEFUL_SUB
const OTHER_FSID = '00000000-0000-4000-8000-000000000001'
/** None of the cluster's. */
const WRONG_KEY = 'AQDjuAJrD1s3MxAADSnFKqHL0TfhVv6KvUjAZQ=='

/** A session without a client around it: what comes is seen as it comes. */
async function openBare(cluster: Cluster, options: MonClientOptions): Promise<MonSession> {
  const config = await resolveConfig({ conf: cluster.conf, ...options })
  const { monitors } = await resolveMonitors(config)
  const [target] = targetsOf(monitors, config.msMode)
  const init = {
    credentials: await loadCredentials(config),
    msMode: config.msMode,
    keepalive: defaultMonClientOptions.keepalive,
    clock: systemClock,
    dial: undefined,
    features: options.features,
    fsid: config.fsid
  }
  return openMonSession(target!, init, new TicketStore(), AbortSignal.timeout(10_000))
}

/** Takes messages until one is of this type. */
async function nextOf(session: MonSession, type: number): Promise<Message> {
  for (;;) {
    const next = await session.messages.next()
    if (next.done === true) throw new Error('The session was closed')
    if (next.value.type === type) return next.value
  }
}

for (const release of releasesUnderTest()) {
  describeWithCeph(`Row by row, on real monitors (${release})`, { release }, () => {
    let cluster: Cluster
    const clients: MonClient[] = []

    before(async () => {
      cluster = await startCluster({ release, settings: FAST })
    })
    afterEach(async () => {
      await Promise.all(clients.splice(0).map(client => client.close()))
      for (const monitor of cluster.monitors) {
        monitor.resume()
        await monitor.start()
      }
      await cluster.waitForQuorum()
    })
    after(() => cluster.stop())

    const open = async (options: MonClientOptions = {}): Promise<MonClient> => {
      const client = await connect({ conf: cluster.conf, ...options })
      clients.push(client)
      return client
    }
    const monitorOf = (client: MonClient): Monitor =>
      cluster.monitors.find(({ name }) => name === client.session!.monitor)!

    it('row 1, on a real monitor: one of three is killed with a command and three subscriptions outstanding, and another answers all', async () => {
      const client = await open()
      const killed = monitorOf(client)
      killed.pause()
      const command = client.command('fsid')
      const maps = [client.watch.osdmap(), client.watch.mgrmap(), client.watch.fsmap()]
      const first = maps.map(map => map.next())
      await sleep(50)
      await killed.kill('SIGKILL')
      expect((await command).text().trim()).to.equal(cluster.fsid)
      for (const { value } of await Promise.all(first)) {
        expect((value as { epoch: number }).epoch).to.be.greaterThan(0)
      }
      expect(client.session!.monitor).not.to.equal(killed.name)
    })

    it('row 2, on a real monitor: the monmap that a client without MONNAMES is sent decodes', async () => {
      const client = await open({ msMode: 'legacy', features: WITHOUT_NAMES })
      const { value } = (await client.watch.raw('monmap', { onetime: true }).next()) as { value: { message: Message } }
      const { monmapBl } = decodeFront(monMap, value.message)
      expect([...monmapBl.subarray(0, 2)]).to.deep.equal([1, 0])
      expect(monmapBl).to.have.lengthOf(2 + 16 + 4 + 4 + 3 * 145 + 16)
      expect({ fsid: client.fsid, mons: client.monmap.ranks.length }).to.deep.equal({ fsid: cluster.fsid, mons: 3 })
      const ports = [...client.monmap.mons.values()].map(({ publicAddrs }) => publicAddrs[0]!.port)
      expect(ports).to.have.members(cluster.monitors.map(({ v1 }) => v1.port))
      expect((await client.command('fsid')).text().trim()).to.equal(cluster.fsid)
    })

    it('row 10, on a real monitor: of two file systems the map of the one that is named comes, and no other', async () => {
      const client = await open()
      await client.command({
        prefix: 'fs flag set',
        flag_name: 'enable_multiple',
        val: 'true',
        yes_i_really_mean_it: true
      })
      const fscids: number[] = []
      for (const fs_name of ['alpha', 'beta']) {
        for (const pool of [`${fs_name}-meta`, `${fs_name}-data`]) {
          await client.command({ prefix: 'osd pool create', pool, pg_num: 8 })
        }
        await client.command({ prefix: 'fs new', fs_name, metadata: `${fs_name}-meta`, data: `${fs_name}-data` })
        const list = (await client.command({ prefix: 'fs dump', format: 'json' })).json<{
          filesystems: { id: number; mdsmap: { fs_name: string } }[]
        }>()
        fscids.push(list.filesystems.find(({ mdsmap }) => mdsmap.fs_name === fs_name)!.id)
      }
      const names: string[] = []
      const maps = client.watch.raw(`mdsmap.${fscids[1]}`)
      const watching = (async () => {
        for await (const { message } of maps) {
          const text = Buffer.from(decodeFront(mdsMap, message).encoded).toString('latin1')
          names.push(...['alpha', 'beta'].filter(name => text.includes(name)))
        }
      })()
      for (const fs_name of ['alpha', 'beta']) {
        await client.command({ prefix: 'fs set', fs_name, var: 'max_file_size', val: '2199023255552' })
      }
      for (let i = 0; i < 200 && names.length < 2; i++) await sleep(10)
      await client.close()
      await watching
      expect(names).to.deep.equal(['beta', 'beta'])
    })

    it('row 12, on a real monitor: MMonSubscribeAck says 86,400 s to a client without MON_STATEFUL_SUB, and comes to no other', async () => {
      for (const features of [WITHOUT_STATEFUL_SUB, CEPH_FEATURES_ALL]) {
        const session = await openBare(cluster, { msMode: 'crc', features })
        const what = new Map([['osdmap', { start: 0n, flags: 0 }]])
        session.connection.send(encodeMessage(monSubscribe, { what, hostname: '' }))
        if (features === WITHOUT_STATEFUL_SUB) {
          const ack = decodeFront(monSubscribeAck, await nextOf(session, monSubscribeAck.type))
          expect(ack).to.deep.equal({ interval: 86_400, fsid: cluster.fsid })
        } else {
          const again = new Map([['monmap', { start: 0n, flags: SubscribeFlag.Onetime }]])
          session.connection.send(encodeMessage(monSubscribe, { what: again, hostname: '' }))
          const types: number[] = []
          while (types.at(-1) !== monMap.type) {
            const next = await session.messages.next()
            types.push((next.value as Message).type)
          }
          expect(types).not.to.include(monSubscribeAck.type)
        }
        session.connection.destroy()
      }
      const client = await open({ msMode: 'crc', features: WITHOUT_STATEFUL_SUB })
      expect((await client.watch.mgrmap().next()).value).to.have.property('epoch')
      expect((await client.command('fsid')).text().trim()).to.equal(cluster.fsid)
    })

    it('row 30, on a real monitor: MStatfs is answered with 56 bytes, and not at all with another fsid', async () => {
      const session = await openBare(cluster, {})
      session.connection.send(statfsRequest(OTHER_FSID).encode(1n))
      session.connection.send(statfsRequest(cluster.fsid).encode(2n))
      const { tid, front } = await nextOf(session, statfsReply.type)
      expect({ tid, bytes: front.length }).to.deep.equal({ tid: 2n, bytes: 56 })
      session.connection.destroy()
      const client = await open()
      const { kb, kbUsed, kbAvail, objects } = await client.statfs()
      expect([kb, kbUsed, kbAvail, objects]).to.deep.equal([0n, 0n, 0n, 0n])
    })

    it('row 32, on a real monitor: the versions of monmap, osdmap, mdsmap and fsmap are told, others never', async () => {
      const client = await open()
      for (const map of ['monmap', 'osdmap', 'mdsmap', 'fsmap'] as const) {
        const { newest, oldest } = await client.getVersion(map)
        expect(newest >= oldest && newest > 0n, map).to.equal(true)
      }
      const silent = ['mgrmap', 'config', ''].map(map =>
        rejection(client.getVersion(map as 'monmap', { timeout: 700 }), MonTimeoutError)
      )
      for (const error of await Promise.all(silent)) expect(error).to.include({ reason: 'unknown-name' })
      expect(client.state).to.equal('have_session')
    })

    it('row 34, on a real monitor: who was blocklisted is in the list', async () => {
      const client = await open()
      await client.blocklistAdd('10.9.8.7:0/4242')
      // Behind the JSON there is a line for people.
      const listed = async (): Promise<string[]> => {
        const reply = await client.command({ prefix: 'osd blocklist ls', format: 'json' })
        return [...reply.text().matchAll(/"addr":\s*"([^"]*)"/g)].map(([, addr]) => addr!)
      }
      expect(await listed()).to.deep.equal(['10.9.8.7:0/4242'])
      await client.command({ prefix: 'osd blocklist', blocklistop: 'rm', addr: '10.9.8.7:0/4242' })
      expect(await listed()).to.deep.equal([])
    })

    for (const msMode of ['legacy', 'secure'] as const) {
      it(`row 41, on a real monitor: a wrong key is refused with EACCES within a second (${msMode})`, async () => {
        const began = performance.now()
        const error = await rejection(connect({ conf: cluster.conf, msMode, key: WRONG_KEY }), AuthMethodRejectedError)
        expect(error).to.include({ errnoName: 'EACCES', result: -13 })
        expect(performance.now() - began).to.be.lessThan(1000)
      })
    }
  })

  describeWithCeph(`Row by row, a monitor that is removed (${release})`, { release }, () => {
    it('row 20, on a real monitor: the client leaves it for one of the map, where the seed stays until the fault', async () => {
      const cluster = await startCluster({ release, settings: FAST })
      const client = await connect({ conf: cluster.conf })
      try {
        const { monitor } = client.session!
        await client.command({ prefix: 'mon rm', name: monitor })
        while (client.session === undefined || client.session.monitor === monitor) await sleep(20)
        expect(client.monmap.ranks).to.have.members(['a', 'b', 'c'].filter(name => name !== monitor))
        expect((await client.command('fsid')).text().trim()).to.equal(cluster.fsid)
      } finally {
        await client.close()
        await cluster.stop()
      }
    })
  })
}

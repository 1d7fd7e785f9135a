import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { ConMode } from '@cephwire/messenger'
import { ConfigError, MonCommandError, TargetError, connect } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { expect } from 'chai'
import { rejection } from '../support/canary.js'
import { ceph, cephAgain, endProcess, startMds, waitUntil } from './support/mds.js'
import type { ChildProcess } from 'node:child_process'
import type { MonClient, MonClientOptions, MonCommand } from '@cephwire/mon-client'
import type { Cluster } from '@cephwire/tools/ceph'

interface Dump {
  readonly filesystems: readonly { readonly mdsmap: { readonly info: Readonly<Record<string, { gid: number }>> } }[]
}

interface PgQuery {
  readonly acting: readonly number[]
  readonly info: { readonly pgid: string }
}

const programs = ['ceph-mon', 'ceph-mgr', 'ceph-osd', 'ceph-mds'] as const

/** What `ceph tell` is given, and the same as a command. */
const questions: readonly (readonly [target: string, words: readonly string[], cmd: MonCommand])[] = [
  ['mon.a', ['version'], 'version'],
  ['osd.0', ['version'], 'version'],
  ['osd.1', ['config', 'get', 'osd_max_backfills'], { prefix: 'config get', var: 'osd_max_backfills' }],
  ['mgr', ['version'], 'version'],
  ['mgr.x', ['config', 'get', 'mgr_data'], { prefix: 'config get', var: 'mgr_data' }],
  ['mds.a', ['version'], 'version'],
  ['mds.0', ['config', 'get', 'mds_data'], { prefix: 'config get', var: 'mds_data' }],
  ['mds.one:0', ['version'], 'version'],
  ['mds.b', ['version'], 'version']
]

const nobody = ['osd.99', '999.0', 'mds.zz', 'mds.7', 'mds.two:0', 'mon.zz', 'mon.9']

for (const release of releasesUnderTest()) {
  describeWithCeph(`telling daemons (${release})`, { release, programs }, function () {
    // Five daemons to start, and an interpreter for each of a few dozen questions to ceph.
    this.timeout(180_000)
    const daemons: ChildProcess[] = []
    const told = new Map<string, unknown>()
    let cluster: Cluster
    let pgid = ''
    let gid = 0

    before(async () => {
      // Signatures are for msgr1; whoever has no key for them is not let in.
      const settings = { cephx_service_require_signatures: 'true' }
      cluster = await startCluster({ release, monitors: 1, mgr: true, osds: 2, settings })
      for (const pool of ['meta', 'data']) await ceph(cluster, 'osd', 'pool', 'create', pool, '1')
      await ceph(cluster, 'fs', 'new', 'one', 'meta', 'data')
      for (const name of ['a', 'b']) daemons.push(await startMds(cluster, name))
      const dump = async (): Promise<Dump> => JSON.parse(await ceph(cluster, 'fs', 'dump', '-f', 'json')) as Dump
      await waitUntil(async () => /"name":"b"/.test(JSON.stringify(await dump())))
      await waitUntil(async () => /up:active/.test(JSON.stringify(await dump())))
      gid = Object.values((await dump()).filesystems[0]!.mdsmap.info)[0]!.gid
      const pools = JSON.parse(await ceph(cluster, 'osd', 'lspools', '-f', 'json')) as {
        poolnum: number
        poolname: string
      }[]
      pgid = `${pools.find(({ poolname }) => poolname === 'data')!.poolnum}.0`
      await waitUntil(async () => (await ceph(cluster, 'pg', 'ls-by-pool', 'data')).includes('active'))
      for (const [target, words] of questions) {
        told.set(target, JSON.parse(await cephAgain(cluster, 'tell', target, ...words, '-f', 'json')))
      }
    })
    after(async () => {
      await Promise.all(daemons.map(endProcess))
      await cluster.stop()
    })

    const withClient = async (options: MonClientOptions, use: (client: MonClient) => Promise<void>): Promise<void> => {
      const client = await connect({ conf: cluster.conf, commandTimeout: 20_000, ...options })
      try {
        await use(client)
      } finally {
        await client.close()
      }
    }

    /** The connections that are made meanwhile. */
    const connections = async (use: () => Promise<unknown>): Promise<unknown[]> => {
      const seen: unknown[] = []
      const listen = (message: unknown): void => {
        const { protocol, conMode } = message as { readonly protocol: string; readonly conMode: number }
        seen.push({ protocol, conMode })
      }
      subscribe('ceph:msgr:connect', listen)
      try {
        await use()
      } finally {
        unsubscribe('ceph:msgr:connect', listen)
      }
      return seen
    }

    const modes = [
      ['legacy', { protocol: 'msgr1', conMode: ConMode.Crc }],
      ['crc', { protocol: 'msgr2.1', conMode: ConMode.Crc }],
      ['secure', { protocol: 'msgr2.1', conMode: ConMode.Secure }]
    ] as const
    for (const [msMode, spoken] of modes) {
      it(`says what ceph says, to every kind of daemon (${msMode})`, async () => {
        await withClient({ msMode }, async client => {
          for (const [target, , cmd] of questions) {
            const json = typeof cmd === 'string' ? { prefix: cmd, format: 'json' } : { ...cmd, format: 'json' }
            const seen = await connections(async () => {
              expect((await client.tell(target, json)).json(), target).to.deep.equal(told.get(target))
            })
            expect(seen, target).to.deep.equal([spoken])
          }
          expect((await client.tell(`mds.${gid}`, { prefix: 'version', format: 'json' })).json()).to.deep.equal(
            told.get('mds.a')
          )
        })
      })

      it(`asks the OSD that leads a placement group, and has descriptions of everybody's commands (${msMode})`, async () => {
        const real = JSON.parse(await ceph(cluster, 'tell', pgid, 'query')) as PgQuery
        await withClient({ msMode }, async client => {
          for (const cmd of ['query', '{"prefix":"query"}', { prefix: 'query', pgid }]) {
            const { acting, info } = (await client.tell(pgid, cmd)).json<PgQuery>()
            expect({ acting, pgid: info.pgid }).to.deep.equal({ acting: real.acting, pgid })
          }
          for (const target of ['mon.a', 'mgr', 'osd.0', 'mds.a', pgid]) {
            const descriptions = (await client.tell(target, 'get_command_descriptions')).json<
              Record<string, { sig: unknown[] }>
            >()
            const first = Object.values(descriptions).map(({ sig }) => sig[0])
            expect(first, target).to.include('version')
          }
        })
      })

      it(`refuses what a daemon refuses, and runs commands of the manager (${msMode})`, async () => {
        await withClient({ msMode }, async client => {
          for (const target of ['osd.0', 'mgr', 'mds.a', pgid]) {
            const error = await rejection(client.tell(target, 'no such command'), MonCommandError)
            expect(error, target).to.include({ errnoName: 'EINVAL', prefix: 'no such command' })
          }
          const stat = await client.mgrCommand({ prefix: 'pg stat', format: 'json' })
          expect(stat.json()).to.have.nested.property('pg_summary.num_pgs')
          const refused = await rejection(client.mgrCommand('no such command'), MonCommandError)
          expect(refused).to.include({ errnoName: 'EINVAL' })
        })
      })
    }

    it('has the exit status of ceph for daemons that there are not', async () => {
      await withClient({}, async client => {
        // For this one ceph waits until another manager is active, and then says so too.
        expect(await rejection(client.tell('mgr.y', 'version'), TargetError)).to.include({
          errnoName: 'ENXIO',
          errno: 6
        })
        for (const target of nobody) {
          const error = await rejection(client.tell(target, 'version'), TargetError)
          expect(error).to.include({ errnoName: 'ENOENT', target })
          const real = await cluster.ceph(['tell', target, 'version'])
          expect(real.code, `${target}: ${real.stderr}`).to.equal(error.errno)
        }
        for (const target of ['osd.x', 'osd', 'client.admin', 'osd.*']) {
          const error = await rejection(client.tell(target, 'version'), ConfigError)
          expect(error, target).to.not.be.instanceOf(TargetError)
        }
      })
    })

    it('knows whom a wildcard stands for', async () => {
      await withClient({}, async client => {
        expect(await client.tellTargets('mon.*')).to.deep.equal(['mon.a'])
        expect(await client.tellTargets('osd.*')).to.deep.equal(['osd.0', 'osd.1'])
        expect(await client.tellTargets('mgr.*')).to.deep.equal(['mgr.x'])
        expect([...(await client.tellTargets('mds.*'))].sort()).to.deep.equal(['mds.a', 'mds.b'])
        expect(await client.tellTargets(pgid)).to.deep.equal([pgid])
      })
    })

    it('does what the caps of the client let it do', async () => {
      const keyring = `${cluster.dir}/weak.keyring`
      const inner = cluster.dir.slice(cluster.dir.lastIndexOf('/tmp/'))
      await ceph(
        cluster,
        'auth',
        'get-or-create',
        'client.weak',
        'mon',
        'allow r',
        'osd',
        'allow r',
        '-o',
        `${inner}/weak.keyring`
      )
      await withClient({ name: 'client.weak', keyring, config: { auth_client_required: 'cephx' } }, async client => {
        expect(await rejection(client.tell('osd.0', 'version'), MonCommandError)).to.include({ errnoName: 'EACCES' })
        const real = await cluster.ceph([
          '-n',
          'client.weak',
          '-k',
          `${inner}/weak.keyring`,
          'tell',
          'osd.0',
          'version'
        ])
        expect(real.code).to.equal(13)
        // Since Quincy an MDS does not let such a client in, on which ceph tries again and again.
        for (const target of ['mds.a', 'mgr']) {
          expect(await rejection(client.tell(target, 'version')), target).to.include({ errnoName: 'EACCES' })
        }
      })
    })

    it('tells an OSD that is down as ceph does, and finds it again when it is up', async () => {
      await ceph(cluster, 'osd', 'set', 'noup')
      await ceph(cluster, 'osd', 'down', '1')
      await withClient({}, async client => {
        const error = await rejection(client.tell('osd.1', 'version'), TargetError)
        expect(error).to.include({ errnoName: 'ENXIO', retryable: true })
        expect((await cluster.ceph(['tell', 'osd.1', 'version'])).code).to.equal(error.errno)
        await ceph(cluster, 'osd', 'unset', 'noup')
        await waitUntil(async () => (await ceph(cluster, 'osd', 'stat')).includes('2 up'))
        expect((await client.tell('osd.1', 'version')).code).to.equal(0)
      })
    })

    it('waits for a manager that fails over', async () => {
      await withClient({}, async client => {
        await client.command({ prefix: 'mgr fail', who: 'x' })
        expect((await client.mgrCommand({ prefix: 'pg stat', format: 'json' })).code).to.equal(0)
        expect((await client.tell('mgr', { prefix: 'version', format: 'json' })).json()).to.deep.equal(told.get('mgr'))
      })
    })
  })

  describeWithCeph(`telling daemons without authentication (${release})`, { release, programs }, () => {
    it('needs no ticket', async () => {
      const cluster = await startCluster({ release, monitors: 1, auth: 'none', mgr: true, osds: 1 })
      try {
        for (const msMode of ['legacy', 'crc', 'prefer-secure'] as const) {
          const client = await connect({ conf: cluster.conf, msMode, commandTimeout: 20_000 })
          try {
            for (const target of ['osd.0', 'mgr']) {
              expect((await client.tell(target, 'version')).json(), `${target} ${msMode}`).to.include({ release })
            }
          } finally {
            await client.close()
          }
        }
      } finally {
        await cluster.stop()
      }
    })
  })
}

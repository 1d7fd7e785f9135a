import { randomBytes } from 'node:crypto'
import { expect } from 'chai'
import { MonClientClosedError, MonCommandError, MsMode, connect } from '@cephwire/mon-client'
import { ConMode } from '@cephwire/messenger'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { rejection } from '../support/canary.js'
import type { Cluster } from '@cephwire/tools/ceph'
import type { MonClient } from '@cephwire/mon-client'

const spoken: Readonly<Record<MsMode, { readonly protocol: string; readonly conMode: ConMode }>> = {
  legacy: { protocol: 'msgr1', conMode: ConMode.Crc },
  crc: { protocol: 'msgr2.1', conMode: ConMode.Crc },
  secure: { protocol: 'msgr2.1', conMode: ConMode.Secure },
  'prefer-crc': { protocol: 'msgr2.1', conMode: ConMode.Crc },
  'prefer-secure': { protocol: 'msgr2.1', conMode: ConMode.Secure }
}

for (const release of releasesUnderTest()) {
  describeWithCeph(`connect() to three monitors (${release})`, { release }, () => {
    let cluster: Cluster

    before(async () => {
      cluster = await startCluster({ release })
    })
    after(() => cluster.stop())

    for (const msMode of Object.values(MsMode)) {
      describe(`with msMode ${msMode}`, () => {
        let client: MonClient

        before(async () => {
          client = await connect({ conf: cluster.conf, msMode })
        })
        after(() => client.close())

        it('has a session as asked for, with the monmap', () => {
          const { protocol, conMode } = client.session!
          expect({ protocol, conMode }).to.deep.equal(spoken[msMode])
          expect(client.state).to.equal('have_session')
          expect(client.fsid).to.equal(cluster.fsid)
          expect([...client.monmap.ranks]).to.deep.equal(['a', 'b', 'c'])
          expect(['a', 'b', 'c']).to.include(client.session!.monitor)
          expect(client.globalId > 0n).to.equal(true)
        })

        it('runs a command and gives code, status and output', async () => {
          const answer = await client.command('fsid')
          expect(answer).to.include({ code: 0, status: '' })
          expect(Buffer.from(answer.output).toString()).to.equal(`${cluster.fsid}\n`)
          expect(answer.text()).to.equal(`${cluster.fsid}\n`)
          const reply = await client.command({ prefix: 'quorum_status', format: 'json' })
          expect(reply.json<{ quorum_names: string[] }>().quorum_names).to.have.members(['a', 'b', 'c'])
        })

        it('rejects with what the monitors say of a wrong command', async () => {
          const error = await rejection(client.command({ prefix: 'no such command' }))
          expect(error).to.be.instanceOf(MonCommandError)
          expect(error).to.include({ errno: 22, errnoName: 'EINVAL', status: 'command not known' })
          const missing = await rejection(client.command({ prefix: 'config-key get', key: 'nothing' }))
          expect(missing).to.include({ errno: 2, errnoName: 'ENOENT' })
        })

        it('stores and gives back bytes, from none to 64 KiB', async () => {
          for (const bytes of [new Uint8Array(0), Uint8Array.of(0, 255, 10, 13, 0), randomBytes(65_536)]) {
            const key = `test/${msMode}/${bytes.length}`
            await client.command({ prefix: 'config-key set', key }, { input: bytes })
            const { output } = await client.command({ prefix: 'config-key get', key })
            expect(Buffer.from(output).equals(bytes), `${bytes.length} bytes`).to.equal(true)
          }
        })

        it('rejects with EFBIG beyond the 64 KiB of config-key, and takes 1 MiB in its stride', async () => {
          const input = randomBytes(1024 * 1024)
          const error = await rejection(client.command({ prefix: 'config-key set', key: 'large' }, { input }))
          expect(error).to.include({ errnoName: 'EFBIG' })
          expect((await client.command('fsid')).code).to.equal(0)
        })

        it('tells the versions of each map', async () => {
          for (const map of ['monmap', 'osdmap', 'mdsmap', 'fsmap'] as const) {
            const { newest, oldest } = await client.getVersion(map)
            expect(newest >= oldest && newest > 0n, `${map} ${oldest} to ${newest}`).to.equal(true)
          }
          expect((await client.getVersion('monmap')).newest).to.equal(BigInt(client.monmap.epoch))
        })

        it('runs a hundred commands at once over one session', async () => {
          const { globalId } = client
          const replies = await Promise.all(
            Array.from({ length: 100 }, async (_, i) => {
              if (i % 4 === 0) return client.getVersion('osdmap').then(() => i)
              const input = Buffer.from(`value ${i}`)
              await client.command({ prefix: 'config-key set', key: `many/${i}` }, { input })
              const answer = await client.command({ prefix: 'config-key get', key: `many/${i}` })
              return answer.text() === `value ${i}` ? i : -1
            })
          )
          expect(replies).to.deep.equal(Array.from({ length: 100 }, (_, i) => i))
          expect(client.globalId).to.equal(globalId)
        })

        it('asks each monitor how it is', async () => {
          for (const name of ['a', 'mon.b', 'c']) {
            const answer = (await client.ping(name)) as { mon_status: { name: string } }
            expect(answer.mon_status.name).to.equal(name.replace('mon.', ''))
          }
        })
      })
    }

    it('sees the monmap change, each epoch once and in order', async () => {
      const client = await connect({ conf: cluster.conf })
      const seen: number[] = []
      const first = client.monmap.epoch
      const watching = (async () => {
        for await (const { epoch } of client.watch.monmap()) {
          seen.push(epoch)
          if (epoch >= first + 3) break
        }
      })()
      for (const weight of [10, 20, 30]) {
        await client.command({ prefix: 'mon set-weight', name: 'a', weight })
        // Each change in an epoch of its own.
        while (client.monmap.mons.get('a')?.weight !== weight) await new Promise(resolve => setTimeout(resolve, 20))
      }
      await watching
      expect(seen).to.deep.equal([first, first + 1, first + 2, first + 3])
      await client.command({ prefix: 'mon set-weight', name: 'a', weight: 0 })
      await client.close()
    })

    it('takes the key, the monitors and the mode as options, with no file at all', async () => {
      const client = await connect({
        monHost: cluster.monHost,
        key: cluster.adminKey,
        fsid: cluster.fsid,
        config: { no_config_file: 'true' }
      })
      expect(client.fsid).to.equal(cluster.fsid)
      await client.close()
    })

    it('ends what waits when it is closed, at once, and takes nothing more', async () => {
      const client = await connect({ conf: cluster.conf })
      const waiting = Array.from({ length: 20 }, () => rejection(client.command('quorum_status')))
      const states: string[] = []
      const status = (async () => {
        for await (const { state } of client.status()) states.push(state)
      })()
      await new Promise(resolve => setImmediate(resolve))
      const started = performance.now()
      await Promise.all([client.close(), client.close()])
      expect(performance.now() - started).to.be.lessThan(500)
      for (const error of await Promise.all(waiting)) expect(error).to.be.instanceOf(MonClientClosedError)
      expect(await rejection(client.command('fsid'))).to.be.instanceOf(MonClientClosedError)
      expect(await rejection(client.ping('a'))).to.be.instanceOf(MonClientClosedError)
      await status
      expect(states).to.deep.equal(['have_session', 'closed'])
    })

    it('ends with its signal, and lets go of the signal when it is closed first', async () => {
      const controller = new AbortController()
      const listeners = new Set<unknown>()
      const { signal } = controller
      const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)]
      signal.addEventListener = (type: string, listener: never) => (listeners.add(listener), add(type, listener))
      signal.removeEventListener = (type: string, listener: never) => (
        listeners.delete(listener),
        remove(type, listener)
      )
      const one = await connect({ conf: cluster.conf, signal })
      await one.command('fsid', { signal })
      await one.close()
      expect(listeners.size).to.equal(0)
      const other = await connect({ conf: cluster.conf, signal })
      controller.abort()
      expect(other.state).to.equal('closed')
      await other.close()
    })
  })
}

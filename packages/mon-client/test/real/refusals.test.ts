import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { AuthMethodRejectedError } from '@cephwire/auth'
import { BannerError, ConModeError } from '@cephwire/messenger'
import { ConfigError, FsidMismatchError, MonHuntError, MonTimeoutError, connect } from '@cephwire/mon-client'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { expectNoSecret, rejection } from '../support/canary.js'
import type { Cluster } from '@cephwire/tools/ceph'
import type { MonClientOptions } from '@cephwire/mon-client'

/** A key that is none of the cluster's, told apart from all text by its secret. */
const WRONG_KEY = 'AQDjuAJrD1s3MxAADSnFKqHL0TfhVv6KvUjAZQ=='

for (const release of releasesUnderTest()) {
  describeWithCeph(`what three monitors refuse (${release})`, { release }, () => {
    let cluster: Cluster

    before(async () => {
      cluster = await startCluster({ release })
    })
    after(() => cluster.stop())

    const refusal = async (options: MonClientOptions): Promise<{ error: Error; millis: number }> => {
      const started = performance.now()
      const error = await rejection(connect({ conf: cluster.conf, ...options }))
      expectNoSecret(error, WRONG_KEY)
      expectNoSecret(error, cluster.adminKey)
      return { error, millis: performance.now() - started }
    }

    for (const msMode of ['legacy', 'crc', 'secure'] as const) {
      it(`tells a wrong key within two seconds (${msMode})`, async () => {
        const { error, millis } = await refusal({ msMode, key: WRONG_KEY })
        expect(error).to.be.instanceOf(AuthMethodRejectedError)
        expect(error).to.include({ errnoName: 'EACCES', result: -13 })
        expect(millis).to.be.lessThan(2000)
      })

      it(`tells an unknown entity within two seconds (${msMode})`, async () => {
        const { error, millis } = await refusal({ msMode, name: 'client.nobody', key: WRONG_KEY })
        expect(error).to.be.instanceOf(AuthMethodRejectedError)
        expect(error).to.include({ errnoName: 'EACCES' })
        expect(error.message).to.include('client.nobody')
        expect(millis).to.be.lessThan(2000)
      })
    }

    it('tells a wrong key within two seconds while one monitor is stopped', async () => {
      cluster.monitors[2]!.pause()
      try {
        const { error, millis } = await refusal({ key: WRONG_KEY })
        expect(error).to.be.instanceOf(AuthMethodRejectedError)
        expect(millis).to.be.lessThan(2000)
      } finally {
        cluster.monitors[2]!.resume()
      }
    })

    it('tells a missing keyring, a malformed one with its line, and an entity that it does not have', async () => {
      const keyring = join(cluster.dir, 'client.keyring')
      const missing = await refusal({ keyring: join(cluster.dir, 'none') })
      expect(missing.error).to.include({ code: 'ERR_CEPH_AUTH_KEYRING' })
      writeFileSync(keyring, `[client.admin]\n\tkey = ${WRONG_KEY.slice(0, 20)}\n`)
      expect((await refusal({ keyring })).error).to.include({ code: 'ERR_CEPH_AUTH_KEYRING', line: 2 })
      writeFileSync(keyring, `[client.other]\n\tkey = ${WRONG_KEY}\n`)
      expect((await refusal({ keyring })).error.message).to.include('client.other')
    })

    it('tells another cluster apart', async () => {
      const fsid = '00000000-0000-4000-8000-000000000001'
      const { error } = await refusal({ fsid })
      expect(error).to.be.instanceOf(FsidMismatchError)
      expect(error).to.include({ expected: fsid, actual: cluster.fsid })
    })

    it('names the cure when a msgr1 port is dialled as msgr2, and the reverse', async () => {
      const { v1, v2 } = cluster.monitors[0]!
      const asV2 = await refusal({ monHost: `v2:127.0.0.1:${v1.port}` })
      expect(asV2.error).to.be.instanceOf(BannerError)
      expect(asV2.error.message).to.include('msgr1').and.include('legacy')
      const asV1 = await refusal({ monHost: `v1:127.0.0.1:${v2.port}`, msMode: 'legacy' })
      expect(asV1.error).to.be.instanceOf(BannerError)
      expect(asV1.error.message).to.include('msgr2')
      expect(asV1.millis + asV2.millis).to.be.lessThan(2000)
    })

    it('tells every attempt when no monitor is there', async () => {
      const ports = cluster.monitors.map(({ v2 }) => v2.port)
      await Promise.all(cluster.monitors.map(monitor => monitor.kill()))
      try {
        const { error, millis } = await refusal({ connectTimeout: 1000 })
        expect(error).to.be.instanceOf(MonHuntError)
        expect(error.cause).to.be.instanceOf(MonTimeoutError)
        for (const port of ports) expect(error.message).to.include(`v2:127.0.0.1:${port}/0: `)
        expect(error.message).to.include('ECONNREFUSED')
        expect(millis).to.be.within(990, 1500)
      } finally {
        for (const monitor of cluster.monitors) await monitor.start()
        await cluster.waitForQuorum()
      }
    })
  })

  describeWithCeph(`clusters of other habits (${release})`, { release }, () => {
    const withCluster = async (
      init: Parameters<typeof startCluster>[0],
      use: (cluster: Cluster) => Promise<void>
    ): Promise<void> => {
      const cluster = await startCluster({ release, monitors: 1, ...init })
      try {
        await use(cluster)
      } finally {
        await cluster.stop()
      }
    }

    it('serves without authentication, in every mode but secure', async () => {
      await withCluster({ auth: 'none' }, async cluster => {
        for (const msMode of ['legacy', 'crc', 'prefer-crc', 'prefer-secure'] as const) {
          const client = await connect({ conf: cluster.conf, msMode })
          expect((await client.command('fsid')).text().trim(), msMode).to.equal(cluster.fsid)
          await client.close()
        }
        const secure = await rejection(connect({ conf: cluster.conf, msMode: 'secure' }))
        expect(secure).to.be.instanceOf(ConfigError)
        expect(secure).to.include({ option: 'msMode' })
        const cephx = await rejection(
          connect({ conf: cluster.conf, key: WRONG_KEY, config: { auth_client_required: 'cephx' } })
        )
        expect(cephx).to.be.instanceOf(AuthMethodRejectedError)
        expect(cephx).to.include({ errnoName: 'EOPNOTSUPP' })
        expectNoSecret(cephx, WRONG_KEY)
      })
    })

    it('says which mode is allowed when the monitors require secure', async () => {
      const settings = { ms_mon_client_mode: 'secure', ms_mon_service_mode: 'secure' }
      await withCluster({ settings }, async cluster => {
        const client = await connect({ conf: cluster.conf, msMode: 'prefer-crc' })
        expect(client.session).to.include({ protocol: 'msgr2.1', conMode: 2 })
        await client.close()
        const error = await rejection(connect({ conf: cluster.conf, msMode: 'crc' }))
        expect(error).to.be.instanceOf(ConModeError)
        expect(error.message).to.include('secure').and.include('crc')
      })
    })

    const keyTypes = release === 'tentacle' ? (['aes256k'] as const) : (['aes'] as const)
    for (const keyType of keyTypes) {
      it(`serves clients with ${keyType} keys in every mode`, async () => {
        await withCluster(release === 'tentacle' ? { keyType } : {}, async cluster => {
          expect(Buffer.from(cluster.adminKey, 'base64')[0]).to.equal(keyType === 'aes256k' ? 2 : 1)
          for (const msMode of ['legacy', 'crc', 'secure'] as const) {
            const client = await connect({ conf: cluster.conf, msMode })
            expect((await client.command('fsid')).text().trim(), msMode).to.equal(cluster.fsid)
            await client.close()
          }
        })
      })
    }

    if (release === 'tentacle') {
      it('is refused with an aes key where aes256k alone is allowed, as ceph is', async () => {
        await withCluster({ keyType: 'aes' }, async cluster => {
          const error = await rejection(connect({ conf: cluster.conf }))
          expect(error).to.be.instanceOf(AuthMethodRejectedError)
          expect(error).to.include({ errnoName: 'EACCES' })
          expect((await cluster.ceph(['fsid'], { timeout: 20_000 })).code).to.equal(13)
        })
      })
    }
  })
}

import { Reader } from '@cephwire/codec'
import { checkRoundTrip } from '@cephwire/codec/testing'
import {
  healthCheckMapCodec,
  healthCheckMapToJson,
  healthMuteToJson,
  healthMutesCodec,
  pgMapDigestCodec,
  pgMapDigestToJson
} from '@cephwire/maps'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { expect } from 'chai'
import { ceph, cephJson, stored, waitUntil } from '../support/real.js'
import type { HealthCheckJson, HealthMuteJson, PGMapDigestJson } from '@cephwire/maps'
import type { Cluster } from '@cephwire/tools/ceph'

type Report = PGMapDigestJson & { readonly mgrstat_last_committed?: number }

interface Health {
  readonly checks: Readonly<Record<string, HealthCheckJson & { readonly muted: boolean }>>
  readonly mutes: readonly HealthMuteJson[]
}

/** Lists that Ceph prints in the order of a hash table are compared without their order. */
function pick(json: PGMapDigestJson, keys: readonly string[]): Record<string, unknown> {
  const unordered = ['pool_stats', 'num_pg_by_state', 'num_pg_by_osd']
  const sort = (items: unknown): unknown => (items as unknown[]).map(item => JSON.stringify(item)).sort()
  const pairs = Object.entries(json).filter(([key]) => keys.includes(key))
  return Object.fromEntries(pairs.map(([key, value]) => [key, unordered.includes(key) ? sort(value) : value]))
}

/** What the manager reported last, newest first: digests with other things behind them. */
async function lastDigests(cluster: Cluster): Promise<Uint8Array[]> {
  const last = new Reader(await stored(cluster, 'mgrstat', 'last_committed')).u64()
  const digests: Uint8Array[] = []
  for (const version of [last, last - 1n, last - 2n]) {
    const bytes = await stored(cluster, 'mgrstat', String(version))
    const headerBytes = 6
    digests.push(bytes.subarray(0, headerBytes + new DataView(bytes.buffer, bytes.byteOffset).getUint32(2, true)))
  }
  return digests
}

for (const release of releasesUnderTest()) {
  const programs = ['ceph-mon', 'ceph-mgr', 'ceph-osd'] as const
  describeWithCeph(`what a manager reports and what is not well (${release})`, { release, programs }, () => {
    it('is read from the store of a monitor, written again, and printed as Ceph does', async () => {
      const cluster = await startCluster({ release, monitors: 1, mgr: true, osds: 1 })
      try {
        for (const pool of ['a', 'b']) await ceph(cluster, 'osd', 'pool', 'create', pool, '4')
        await ceph(cluster, 'osd', 'set', 'noout')
        await ceph(cluster, 'health', 'mute', 'OSDMAP_FLAGS', '1h', '--sticky')
        await ceph(cluster, 'health', 'mute', 'OSD_DOWN', '--sticky')
        await waitUntil(async () => {
          const { pool_stats, num_pg, num_pg_active } = await cephJson<Report>(cluster, 'report')
          return pool_stats.length >= 2 && num_pg > 0 && num_pg_active === num_pg
        })
        const health = await cephJson<Health>(cluster, 'health', 'detail')
        const report = await cephJson<Report>(cluster, 'report')
        await cluster.monitors[0]!.kill('SIGKILL')

        // The manager may have reported once more since, so one of the last is the one that was printed.
        const digests = (await lastDigests(cluster)).map(bytes => checkRoundTrip(pgMapDigestCodec, bytes))
        const json = digests.map(pgMapDigestToJson)
        const keys = Object.keys(json[0]!)
        expect(Object.keys(report).filter(key => keys.includes(key))).to.deep.equal(keys)
        expect(json.map(each => pick(each, keys))).to.deep.include(pick(report, keys))

        const checks = healthCheckMapToJson(
          checkRoundTrip(healthCheckMapCodec, await stored(cluster, 'health', 'osdmap'))
        )
        const { muted, ...flags } = health.checks['OSDMAP_FLAGS']!
        expect([muted, checks['OSDMAP_FLAGS']]).to.deep.equal([true, flags])
        const mutes = checkRoundTrip(healthMutesCodec, await stored(cluster, 'health', 'mutes'))
        expect([...mutes.values()].map(healthMuteToJson)).to.deep.equal(health.mutes)
      } finally {
        await cluster.stop()
      }
    })
  })
}

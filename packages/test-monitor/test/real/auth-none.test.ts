import { createTestMonitor } from '@cephwire/test-monitor'
import { describeWithCeph, releasesUnderTest } from '@cephwire/tools/ceph'
import { expect } from 'chai'
import { RealClient } from './real-client.js'

for (const release of releasesUnderTest()) {
  describeWithCeph(`clients of ${release}, without authentication`, { release, programs: ['ceph'] }, () => {
    for (const mode of ['legacy', 'crc'] as const) {
      it(`ceph fsid, ${mode}`, async () => {
        const cluster = await createTestMonitor({ auth: 'none' })
        const client = await RealClient.create(release, cluster, mode)
        try {
          expect(await client.ceph(['fsid'])).to.deep.include({ code: 0, stdout: `${cluster.fsid}\n` })
        } finally {
          await client.remove()
          await cluster.stop()
        }
      })
    }
  })
}

import { expect } from 'chai'
import { createTestCluster } from '@cephwire/test-monitor'
import type { TestCluster } from '@cephwire/test-monitor'
import { dashboardLine } from './dashboard.js'

describe('The dashboard', () => {
  let cluster: TestCluster
  before(async () => void (cluster = await createTestCluster({ monitors: 3 })))
  after(() => cluster.stop())

  const line = (caps: string): Promise<string> => {
    const { keyText } = cluster.addEntity('client.dashboard', { caps: { mon: caps } })
    return dashboardLine({ addr: cluster.monitor('b').v2Addr, fsid: cluster.fsid, key: keyText })
  }

  it('is content with a healthy cluster', async () => {
    expect(await line('allow r')).to.equal('HEALTH_OK')
  })

  it('shows what is wrong', async () => {
    cluster.state.health.set('SLOW_OPS', { summary: '3 slow ops' })
    expect(await line('allow r')).to.equal('HEALTH_WARN 3 slow ops')
  })

  it('says so when it may not ask', async () => {
    expect(await line('allow command fsid')).to.equal('no access: access denied')
  })

  it('does not swallow a connection that fails in the middle', async () => {
    cluster.monitor('b').faults.set({ cutFrame: 5 })
    const error = await line('allow r').catch((error: unknown) => error)
    expect(error).to.include({ code: 'ERR_CEPH_MSGR_FAULT', retryable: true })
  })
})

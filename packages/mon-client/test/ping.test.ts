import { createTestCluster } from '@cephwire/test-monitor'
import { expect } from 'chai'
import { connect } from '../src/connect.js'
import { ConfigError, MonClientClosedError, MonTimeoutError } from '../src/errors.js'
import { rejection } from './support/canary.js'
import type { TestCluster } from '@cephwire/test-monitor'
import type { MonClient } from '../src/mon-client.js'

interface Answer {
  readonly mon_status: { readonly name: string; readonly state: string }
}

describe('ping()', () => {
  let cluster: TestCluster
  let client: MonClient

  before(async () => {
    cluster = await createTestCluster()
  })
  after(() => cluster.stop())
  beforeEach(async () => {
    client = await connect({ monHost: cluster.monHost, key: cluster.adminKey, config: { no_config_file: 'true' } })
  })
  afterEach(() => client.close())

  it('asks each monitor how it is, and leaves nothing open', async () => {
    const { globalId } = client
    for (const name of ['a', 'mon.b', 'c']) {
      const { mon_status: status } = (await client.ping(name)) as Answer
      expect(status.name).to.equal(name.replace('mon.', ''))
      expect(['leader', 'peon']).to.include(status.state)
    }
    expect(client.globalId).to.equal(globalId)
    expect(client.state).to.equal('have_session')
  })

  it('throws MonTimeoutError for one that says nothing to it', async () => {
    cluster.monitor('b').faults.set({ silentTypes: [2] })
    try {
      const error = await rejection(client.ping('b', { timeout: 50 }), MonTimeoutError)
      expect(error.message).to.equal('No answer to ping of mon.b within 50 ms')
    } finally {
      cluster.monitor('b').faults.clear()
    }
  })

  it('throws what connecting throws', async () => {
    const other = client.session!.monitor === 'c' ? 'b' : 'c'
    await cluster.monitor(other).stop()
    try {
      expect((await rejection(client.ping(other))).message).to.include('ECONNREFUSED')
    } finally {
      await cluster.monitor(other).start()
    }
  })

  it('ends with its signal', async () => {
    const reason = new Error('enough')
    const controller = new AbortController()
    const ping = rejection(client.ping('a', { signal: controller.signal }))
    controller.abort(reason)
    expect(await ping).to.equal(reason)
    expect(await rejection(client.ping('a', { signal: controller.signal }))).to.equal(reason)
  })

  it('throws ConfigError for a monitor that there is not, and MonClientClosedError after the end', async () => {
    expect((await rejection(client.ping('z'), ConfigError)).message).to.include('a, b, c')
    await client.close()
    await rejection(client.ping('a'), MonClientClosedError)
  })
})

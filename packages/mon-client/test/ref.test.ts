import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createTestCluster } from '@cephwire/test-monitor'
import { expect } from 'chai'
import type { TestCluster } from '@cephwire/test-monitor'

const program = (monHost: string, key: string, ref: boolean): string => `
  import { connect } from '@cephwire/mon-client'
  const options = ${JSON.stringify({ monHost, key, ref, config: { no_config_file: 'true' } })}
  const mon = await connect(options)
  void mon.watch.osdmap().next().then(() => mon.watch.log().next())
  console.log('connected')
`

describe('Option ref', () => {
  let cluster: TestCluster
  before(async () => void (cluster = await createTestCluster({ monitors: 1 })))
  after(() => cluster.stop())

  /** Ends it after `patience` milliseconds. @returns its exit code, or the signal that ended it */
  async function run(ref: boolean, patience: number): Promise<unknown> {
    const script = program(cluster.monHost, cluster.adminKey, ref)
    const flags = ['--conditions=@cephwire/source', '--import', 'ts-blank-space/register', '--input-type=module']
    const child = spawn(process.execPath, [...flags, '-e', script], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit']
    })
    await once(child.stdout, 'data')
    const timer = setTimeout(() => child.kill(), patience)
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
    clearTimeout(timer)
    return code ?? signal
  }

  it('keeps the process alive while a client is open', async function () {
    this.timeout(20_000).slow(20_000)
    expect(await run(true, 300)).to.equal('SIGTERM')
  })

  it('lets the process end when it is false, with a session and what waits for it', async function () {
    this.timeout(20_000).slow(20_000)
    expect(await run(false, 10_000)).to.equal(0)
  })
})

import { runTestMonitor } from '@cephwire/test-monitor'
import { expect } from 'chai'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rejection } from './test-client.js'
import type { TestMonitorReady } from '@cephwire/test-monitor'

describe('runTestMonitor()', () => {
  let parent: string
  beforeEach(async () => (parent = await mkdtemp(join(tmpdir(), 'cephwire-'))))
  afterEach(() => rm(parent, { recursive: true, force: true }))

  it('prints one line when it is ready, runs until the signal and leaves nothing behind', async () => {
    const dir = join(parent, 'made')
    const end = new AbortController()
    const lines: string[] = []
    let ready = (): void => undefined
    const isReady = new Promise<void>(resolve => (ready = resolve))
    const print = (line: string): void => {
      lines.push(line)
      ready()
    }
    const running = runTestMonitor({ dir, monitors: 3, signal: end.signal, print })
    await isReady
    const said = JSON.parse(lines[0]!) as TestMonitorReady
    expect(said).to.include({ auth: 'cephx', conf: join(dir, 'ceph.conf'), keyring: join(dir, 'keyring') })
    expect(said).to.deep.include({ monitors: ['a', 'b', 'c'] })
    expect(said.note).to.include('test monitor')
    expect(await readFile(said.conf, 'utf8')).to.include(`mon_host = ${said.mon_host}`)
    end.abort()
    await running
    expect(lines).to.have.length(1)
    expect(await readdir(parent)).to.deep.equal([])
    const port = Number(/v2:127\.0\.0\.1:(\d+)/.exec(said.mon_host)![1])
    expect(await rejection(once(connect({ host: '127.0.0.1', port }), 'connect'))).to.include({ code: 'ECONNREFUSED' })
  })

  it('leaves what others have put into its directory', async () => {
    const end = new AbortController()
    const dir = join(parent, 'made')
    await runTestMonitor({
      dir,
      signal: end.signal,
      print: () => void writeFile(join(dir, 'theirs'), 'x').then(() => end.abort())
    })
    expect(await readdir(dir)).to.deep.equal(['theirs'])
  })

  it('SV-15: does not touch the directory of a real cluster', async () => {
    const signal = AbortSignal.abort()
    const print = (): void => undefined
    expect(await rejection(runTestMonitor({ dir: '/etc/ceph', signal, print }))).to.include({
      code: 'ERR_CEPH_TEST_MONITOR'
    })
  })
})

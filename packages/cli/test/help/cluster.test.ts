/* Help and completion with monitors in this process: test/help/real.test.ts compares with Ceph's own. */
import { run } from '@cephwire/cli'
import { createTestCluster } from '@cephwire/test-monitor'
import { expect } from 'chai'
import { temporaryDirectory } from '../support/files.js'
import { fakeIo } from '../support/io.js'
import type { TestCluster } from '@cephwire/test-monitor'

describe('help and completion with a cluster', () => {
  const file = temporaryDirectory()
  let cluster: TestCluster
  let where: readonly string[]
  before(async () => {
    cluster = await createTestCluster()
    where = ['--no-config-file', '-m', cluster.monHost, '-k', file('keyring', cluster.keyring)]
  })
  after(() => cluster.stop())

  async function said(...words: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    const io = fakeIo()
    const exitCode = await run(words, io)
    return { exitCode, stdout: io.stdout.text(), stderr: io.stderr.text() }
  }
  const offered = async (...words: string[]): Promise<readonly string[]> =>
    (await said('--completion', ...where, ...words)).stdout.split('\n').slice(0, -1)

  it('lists the commands behind the flags', async () => {
    const { exitCode, stdout, stderr } = await said(...where, '-h')
    expect({ exitCode, stderr }).to.deep.equal({ exitCode: 0, stderr: '' })
    expect(stdout).to.match(/^usage: cephwire/)
    const list = stdout.split('\n Monitor commands: \n =================\n')[1]!.split('\n')
    expect(list.filter(line => line.startsWith('config-key ')).length).to.be.greaterThan(4)
    expect(Math.max(...list.map(line => line.length))).to.be.at.most(80)
  })

  it('lists the commands that begin as the words do', async () => {
    const { stdout } = await said(...where, 'config-key', '-h')
    const list = stdout.split('=\n')[1]!.split('\n').slice(0, -1)
    expect(list.filter(line => !/^(?: |config-key )/.test(line))).to.deep.equal([])
    expect(list).to.include(`${'config-key set <key> [<val>]'.padEnd(39)} sets a key`)
  })

  it('lists what a daemon can be told', async () => {
    const { stdout } = await said(...where, 'tell', 'mon.a', '-h')
    expect(stdout).to.include('\n Tell mon commands: \n ==================\n').and.not.include('Monitor commands')
  })

  it('lists nothing for commands of this program, which stand among the flags', async () => {
    const { exitCode, stdout } = await said(...where, 'watch', '-h')
    expect(exitCode).to.equal(0)
    expect(stdout).to.include('cephwire [FLAGS] watch').and.not.include('Monitor commands')
  })

  it('says so where there is no cluster, which is a failure only when its commands were asked for', async () => {
    const nowhere = await said('--no-config-file', '-h')
    expect(nowhere.exitCode).to.equal(0)
    expect(nowhere.stdout).to.match(/^usage: /)
    expect(nowhere.stderr).to.match(/\nThe commands of the cluster are not shown: it did not tell them\n$/)
    expect((await said('--no-config-file', 'osd', '-h')).exitCode).to.equal(1)
  })

  it('offers the words of commands', async () => {
    expect(await offered('config-k')).to.deep.equal(['config-key'])
    expect(await offered('config-key', 'g')).to.deep.equal(['get'])
  })

  it('offers the commands of this program among those of the cluster', async () => {
    expect(await offered('wat')).to.deep.equal(['watch'])
    expect(await offered('')).to.include.members(['config-key', 'doctor', 'fsid', 'top', 'watch'])
  })

  it('offers names that the cluster has', async () => {
    for (const key of ['mgr/one', 'mgr/two']) await said(...where, 'config-key', 'set', key, 'x')
    expect(await offered('config-key', 'get', 'mgr/')).to.deep.equal(['mgr/one', 'mgr/two'])
    expect(await offered('tell', 'mon')).to.deep.equal(['mon.a', 'mon.b', 'mon.c'])
  })

  it('offers arguments by their names behind the flags', async () => {
    const words = await offered('config-key', 'get', '--')
    expect(words).to.include.members(['--key', '--format'])
  })

  it('hints at what a command does where nothing can be offered', async () => {
    expect(await offered('config-key', 'set', 'a', '')).to.deep.equal([' ', '#sets a key'])
  })

  it('answers in the way of ceph too, the flag being anywhere', async () => {
    expect((await said(...where, '--completion', 'config-k')).stdout).to.equal('config-key\n')
  })
})

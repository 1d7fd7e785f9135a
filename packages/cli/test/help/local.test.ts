import { run } from '@cephwire/cli'
import { expect } from 'chai'
import { usage } from '../../src/help.js'
import { fakeIo } from '../support/io.js'

describe('help for commands that need no cluster', () => {
  const lines = [
    ...['-h decode', '--help completion', '-h osdmap diff', '--help test-monitor', '-h top', '-h daemonperf'],
    ...['decode -h', 'decode MonMap --help', 'completion -h', 'osdmap --help', 'test-monitor --help']
  ]
  for (const line of lines) {
    it(`is the usage, and no connection: ${line}`, async () => {
      const io = fakeIo({ env: { CEPH_ARGS: '--no-config-file' } })
      expect(await run(line.split(' '), io)).to.equal(0)
      expect(io.stdout.text()).to.equal(usage.text)
      expect(io.stderr.text()).to.equal('')
    })
  }

  it('is not asked for behind --', async () => {
    const io = fakeIo()
    expect(await run(['decode', 'MonMap', '--', '-h'], io)).to.equal(1)
    expect(io.stdout.text()).to.equal('')
  })

  it('is not asked for by words that are completed', async () => {
    const io = fakeIo()
    expect(await run(['--completion', 'decode', '-h', 'MonM'], io)).to.equal(0)
    expect(io.stdout.text()).to.equal('MonMap\n')
  })
})

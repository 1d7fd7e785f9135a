import { existsSync, readFileSync } from 'node:fs'
import { run } from '@cephwire/cli'
import { expect } from 'chai'
import { temporaryDirectory } from './support/files.js'
import { fakeIo } from './support/io.js'
import type { FakeIo } from './support/io.js'

/** The line of JSON that says that the monitors are ready. */
async function ready(io: FakeIo): Promise<Record<string, unknown>> {
  while (!io.stdout.text().endsWith('\n')) await new Promise(resolve => setImmediate(resolve))
  return JSON.parse(io.stdout.text()) as Record<string, unknown>
}

describe('cephwire test-monitor', () => {
  const path = temporaryDirectory()

  for (const options of [
    ['--monitors', '3'],
    ['--auth', 'none'],
    ['--key-type', 'aes256k']
  ]) {
    it(`serves cephwire with ${options.join(' ')}, until it is told to end, and leaves nothing behind`, async () => {
      const dir = path('cluster')
      const stop = new AbortController()
      const io = fakeIo({ signal: stop.signal })
      const running = run(['test-monitor', '--dir', dir, ...options], io)
      const { fsid, conf, monitors } = await ready(io)
      expect(monitors).to.have.lengthOf(options[0] === '--monitors' ? 3 : 1)

      const asked = fakeIo()
      expect(await run(['-c', String(conf), 'fsid'], asked), asked.stderr.text()).to.equal(0)
      expect(asked.stdout.text()).to.equal(`${String(fsid)}\n`)
      expect(readFileSync(String(conf), 'utf8')).to.include(String(fsid))

      stop.abort()
      expect(await running).to.equal(0)
      expect(existsSync(dir)).to.equal(false)
    })
  }

  for (const [args, reason] of [
    [['--monitors', '0'], '--monitors takes a number from 1 to 255'],
    [['--port', 'x'], '--port takes a number from 1 to 65535'],
    [['--auth', 'gss'], '--auth takes cephx or none'],
    [['--key-type', 'des'], '--key-type takes aes or aes256k'],
    [['--nonsense'], '--nonsense']
  ] as const) {
    it(`refuses ${args.join(' ')} with the usage and exit code 2`, async () => {
      const io = fakeIo()
      expect(await run(['test-monitor', ...args], io)).to.equal(2)
      expect(io.stderr.text())
        .to.match(/^usage: /)
        .and.include(reason)
    })
  }
})

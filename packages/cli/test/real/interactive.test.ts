import { join } from 'node:path'
import { run } from '@cephwire/cli'
import { expect } from 'chai'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { temporaryDirectory } from '../support/files.js'
import { fakeIo } from '../support/io.js'
import type { Cluster } from '@cephwire/tools/ceph'

interface Ended {
  readonly exitCode: number
  readonly stdout: string
  readonly lastLine: string
}

/** What does not depend on the release of the program, but for the advice about words. */
function ended(exitCode: number, stdout: string, stderr: string): Ended {
  return { exitCode, stdout, lastLine: stderr.trimEnd().split('\n').at(-1)! }
}

for (const release of releasesUnderTest()) {
  describeWithCeph(`cephwire beside ceph, without a command and by sockets (${release})`, { release }, function () {
    this.timeout(60_000)
    const file = temporaryDirectory()
    let cluster: Cluster
    before(async () => {
      cluster = await startCluster({ release, monitors: 1 })
    })
    after(() => cluster.stop())

    const theirs = async (args: readonly string[], input?: Uint8Array): Promise<Ended> => {
      const { code, stdout, stderr } = await cluster.ceph(args, input === undefined ? {} : { input })
      return ended(code, stdout.toString(), stderr)
    }
    const ours = async (args: readonly string[], stdin?: Uint8Array): Promise<Ended> => {
      const io = fakeIo(stdin === undefined ? {} : { stdin })
      const exitCode = await run(args, io)
      return ended(exitCode, io.stdout.text(), io.stderr.text())
    }
    const client = (): readonly string[] => ['-c', cluster.conf, '-k', cluster.keyring]

    const inputs = {
      'runs a command of each line': 'fsid\n\n  osd ls  \nmon dump\n',
      'ends without a newline behind': 'fsid',
      'ends at once': '',
      'takes quotes': `config-key set "a b" 'c d'\nconfig-key get "a b"\n`,
      'goes on behind what fails': 'config-key get none\nfsid\nquit\nosd nonsense\nfsid\n',
      'refuses tell': 'tell mon.a version\n'
    }
    for (const [title, text] of Object.entries(inputs)) {
      for (const flags of [[], ['-f', 'json']]) {
        it(`${title} ${flags.join(' ')}`, async () => {
          const input = Buffer.from(text)
          expect(await ours([...client(), ...flags], input)).to.deep.equal(await theirs(flags, input))
        })
      }
    }

    it('does not end where a quote is not closed, as ceph does', async () => {
      const { exitCode, stdout, lastLine } = await ours(client(), Buffer.from('"x\nfsid\n'))
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 0, stdout: `${cluster.fsid}\n\n` })
      expect(lastLine).to.equal('cephwire: error: a " is not closed')
    })

    it('takes the format that a line has', async () => {
      const { stdout } = await ours(client(), Buffer.from('fsid -f json\nfsid\n'))
      expect(stdout).to.match(/^\{"fsid":"[^"]*"\}\n\S+\n\n$/)
    })

    const told: readonly (readonly string[])[] = [
      ['version'],
      ['version', '-f', 'json'],
      ['help'],
      ['config', 'get', 'debug_ms'],
      ['config', 'get', 'nosuch'],
      ['config', 'get'],
      ['injectargs', '--debug-ms', '0/0'],
      ['perf', 'schema'],
      ['nonsense'],
      []
    ]
    for (const words of told) {
      it(`asks a daemon by its socket: ${words.join(' ')}`, async () => {
        const socket = (dir: string): readonly string[] => ['--admin-daemon', join(dir, 'run/mon.a.asok'), ...words]
        // A release in a chroot names its directory without the root.
        const inner = cluster.dir.slice(cluster.dir.lastIndexOf('/tmp/'))
        expect(await ours(socket(cluster.dir))).to.deep.equal(await theirs(socket(inner)))
      })
    }

    for (const words of [
      ['list'],
      ['ls', 'debug', 'mon.*'],
      ['critical', '0.05', '2'],
      ['mon.num*', '0.05', '1'],
      ['list', 'nosuch'],
      ['x', '-1'],
      ['0.1', 'x']
    ]) {
      it(`shows counters: daemonperf ${words.join(' ')}`, async () => {
        const inner = cluster.dir.slice(cluster.dir.lastIndexOf('/tmp/'))
        const [own, real] = await Promise.all([
          ours(['daemonperf', `${cluster.dir}/run/mon.a.asok`, ...words]),
          theirs(['daemonperf', `${inner}/run/mon.a.asok`, ...words])
        ])
        expect([own.exitCode, own.stdout]).to.deep.equal([real.exitCode, real.stdout])
      })
    }

    it('finds the socket of a daemon by its name', async () => {
      const conf = file('ceph.conf', `[global]\nadmin_socket = ${cluster.dir}/run/$name.asok\n`)
      const { exitCode, stdout } = await ours(['-c', conf, 'daemon', 'mon.a', 'version', '-f', 'json'])
      expect({ exitCode, stdout }).to.deep.equal({
        exitCode: 0,
        stdout: (await theirs(['daemon', 'mon.a', 'version', '-f', 'json'])).stdout
      })
    })
  })

  describeWithCeph(`cephwire beside ceph, again and again (${release})`, { release }, function () {
    this.timeout(60_000)
    let cluster: Cluster
    before(async () => {
      cluster = await startCluster({ release, monitors: 1, mgr: true })
    })
    after(() => cluster.stop())

    it('prints the heading once, and a line each period, until it is stopped', async () => {
      const { code, stdout } = await cluster.ceph(['iostat', '-p', '0'])
      if (code !== 0) {
        // The manager of a release in a chroot may lack what its modules need: a refusal is not repeated.
        expect(await run(['-c', cluster.conf, '-k', cluster.keyring, 'iostat', '-p', '0.1'], fakeIo())).to.equal(code)
        return
      }
      const stop = new AbortController()
      const io = fakeIo({ signal: stop.signal })
      const write = io.stdout.write.bind(io.stdout)
      let lines = 0
      Object.assign(io.stdout, {
        write: (bytes: string, done: () => void): void => {
          write(bytes, done)
          if (++lines === 3) stop.abort()
        }
      })
      const exitCode = await run(['-c', cluster.conf, '-k', cluster.keyring, 'iostat', '-p', '0.1'], io)
      const once = stdout
        .toString()
        .slice(0, stdout.length / 2)
        .trimEnd()
      const row = once.split('\n').at(-1)!
      expect(io.stdout.text()).to.equal(`${once}\n\n${row}\n\n${row}\n\nInterrupted\n`)
      expect(exitCode).to.equal(0)
    })

    it('prints the only line twice for a period of 0, as ceph does', async () => {
      const io = fakeIo()
      const exitCode = await run(['-c', cluster.conf, '-k', cluster.keyring, 'iostat', '-p', '0'], io)
      const { code, stdout } = await cluster.ceph(['iostat', '-p', '0'])
      expect(io.stdout.text()).to.equal(stdout.toString())
      expect(exitCode).to.equal(code)
    })
  })
}

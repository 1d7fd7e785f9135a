import { run } from '@cephwire/cli'
import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { expect } from 'chai'
import { fakeIo } from '../support/io.js'
import { tap } from '../support/tap.js'
import { Tmux, tmuxInstalled } from '../support/tmux.js'
import type { Cluster } from '@cephwire/tools/ceph'

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 200, rows: 50 }
]
const main = new URL('../../src/main.ts', import.meta.url).pathname

/** Resolves when a screen is as it should be; otherwise says what it was at last. */
async function until(tmux: Tmux, what: string, holds: (text: string) => boolean): Promise<string> {
  for (let tries = 0; tries < 400; tries++) {
    const text = tmux.screen().join('\n')
    if (holds(text)) return text
    await sleep(100)
  }
  throw new Error(`The screen never showed ${what}:\n${tmux.screen().join('\n')}`)
}

/** The program itself below the shell of a terminal. */
function programIn(tmux: Tmux): number {
  return Number(execFileSync('pgrep', ['-P', String(tmux.pid), 'node'], { encoding: 'utf8' }).trim())
}

for (const release of releasesUnderTest()) {
  describeWithCeph(`cephwire top (${release})`, { release }, function () {
    this.timeout(180_000)
    let cluster: Cluster
    let started = false
    let terminals: Tmux[] = []

    before(async function () {
      if (!tmuxInstalled()) {
        console.log(`skipped: cephwire top (${release}): tmux is not installed`)
        this.skip()
      }
      cluster = await startCluster({ release, mgr: true, osds: 1 })
      started = true
    })
    after(async () => {
      if (started) await cluster.stop()
    })
    afterEach(() => {
      for (const terminal of terminals) terminal.close()
      terminals = []
    })

    function open(size: { readonly columns: number; readonly rows: number }, ...environment: string[]): Tmux {
      const node = [process.execPath, '--conditions=@cephwire/source', '--import', 'ts-blank-space/register', main]
      const tmux = new Tmux(size, ['env', ...environment, ...node, '-c', cluster.conf, '-k', cluster.keyring, 'top'])
      terminals.push(tmux)
      return tmux
    }

    it('shows the cluster on terminals of 80×24 and 200×50, and that a monitor has stopped', async () => {
      const tmuxes = sizes.map(size => open(size))
      for (const [i, tmux] of tmuxes.entries()) {
        const text = await until(
          tmux,
          'everything',
          text => /quorum a,b,c\n/.test(text) && / ms\b/.test(text) && !text.includes('not told yet')
        )
        const { rows } = sizes[i]!
        expect(tmux.screen()).to.have.length(rows)
        expect(tmux.screen()[0]).to.match(new RegExp(`^HEALTH_\\w+ {2}${cluster.fsid} {2}.*\\d\\d:\\d\\d:\\d\\d$`))
        expect(text).to.match(/^session {2}mon\.[abc] at v[12]:127\.0\.0\.1:\d+\/0 for \d+s$/m)
        expect(text).to.match(/^mon {6}3 daemons, quorum a,b,c$/m)
        expect(text).to.match(/^mgr {6}x\(active, since \d+\w\)$/m)
        expect(text).to.match(/^osd {6}1 osds: 1 up, 1 in; epoch \d+/m)
        expect(text).to.match(/^LOG$/m)
        expect(tmux.cursor).to.equal('0')
      }

      const sessionOf = (text: string): string => /^session {2}mon\.(\w)/m.exec(text)?.[1] ?? ''
      const stopped = sessionOf(tmuxes[0]!.screen().join('\n'))
      const left = ['a', 'b', 'c'].filter(name => name !== stopped)
      await cluster.monitors.find(({ name }) => name === stopped)!.kill()
      for (const [i, tmux] of tmuxes.entries()) {
        const out = `3 daemons, quorum ${left.join(',')}, out of quorum: ${stopped}`
        const silent = new RegExp(`\\b${stopped} +silent for \\d+s`)
        // A new cluster of Tentacle waits a minute before it says so in its health.
        const told = (text: string): boolean =>
          release === 'tentacle' || text.includes(`1/3 mons down, quorum ${left.join(',')}`)
        const text = await until(
          tmux,
          'the monitor that is down',
          text => text.includes(out) && silent.test(text) && told(text)
        )
        expect(left).to.include(sessionOf(text))
        if (i === 0) expect(text).to.match(new RegExp(`^session .*, before that mon\\.${stopped}$`, 'm'))
      }
      await cluster.monitors.find(({ name }) => name === stopped)!.start()
      await cluster.waitForQuorum()
      for (const tmux of tmuxes) await until(tmux, 'all in quorum again', text => /quorum a,b,c\n/.test(text))

      const [small, large] = tmuxes as [Tmux, Tmux]
      small.resize(100, 30)
      await until(
        small,
        'thirty lines',
        text => text.startsWith('HEALTH') && / {2}\d\d:\d\d:\d\d$/.test(text.slice(0, 100).trimEnd())
      )
      small.keys('?')
      await until(small, 'the keys', text => text.includes('q quit'))
      small.keys('q')
      large.keys('C-c')
      for (const tmux of tmuxes) {
        const text = await until(tmux, 'the screen of before', text => text.includes('ended with 0'))
        expect(text).to.match(/^before\nended with 0\n/)
        expect(tmux.cursor).to.equal('1')
      }
    })

    it('leaves the screen as it was when it is told to end', async () => {
      const tmux = open(sizes[0]!, 'NO_COLOR=1')
      await until(tmux, 'health', text => text.startsWith('HEALTH'))
      process.kill(programIn(tmux), 'SIGTERM')
      expect(await until(tmux, 'its end', text => text.includes('ended with'))).to.match(/^before\nended with 0\n/)
      expect(tmux.cursor).to.equal('1')
    })

    it('shows health without a terminal, a line for each change', async () => {
      const stop = new AbortController()
      const io = fakeIo({ signal: stop.signal })
      const tapped = tap(io, text => {
        if (text.includes('osd 1: 1 up, 1 in; pgs')) stop.abort()
      })
      expect(await run(['-c', cluster.conf, '-k', cluster.keyring, 'top'], tapped)).to.equal(0)
      const last = io.stdout.text().trimEnd().split('\n').at(-1)
      expect(last).to.match(/^\S+ HEALTH_\w+.*; mon 3\/3 in quorum a,b,c; mgr x; osd 1: 1 up, 1 in; pgs \d+: /)
    })
  })
}

import { run } from '@cephwire/cli'
import { connect } from '@cephwire/mon-client'
import { expect } from 'chai'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { fakeIo } from '../support/io.js'
import { RunningCeph } from '../support/running-ceph.js'
import { until } from '../support/until.js'
import type { MonClient } from '@cephwire/mon-client'
import type { Cluster } from '@cephwire/tools/ceph'
import type { FakeIo } from '../support/io.js'

/** How long both watch the log. */
const SECONDS = Number(process.env['CEPHWIRE_WATCH_SECONDS'] ?? 4)

const watches: readonly (readonly string[])[] = [
  ['-w'],
  ['-W', '*', '--watch-debug'],
  ['-W', 'audit'],
  ['-w', '--watch-warn'],
  ['-W', 'cephwire', '--watch-error']
]

/** `cephwire` beside `ceph`, both watching. */
class Pair {
  readonly ceph: RunningCeph
  readonly io: FakeIo
  readonly #stop = new AbortController()
  readonly #ended: Promise<number>

  constructor(cluster: Cluster, args: readonly string[]) {
    this.ceph = new RunningCeph(cluster, args)
    this.io = fakeIo({ signal: this.#stop.signal })
    this.#ended = run(['-c', cluster.conf, '-k', cluster.keyring, ...args], this.io)
  }

  /** Whether both have shown something. */
  both(text: string): boolean {
    return this.ceph.stdout.includes(text) && this.io.stdout.text().includes(text)
  }

  async stop(): Promise<readonly (number | null)[]> {
    this.#stop.abort()
    return Promise.all([this.ceph.interrupt(), this.#ended])
  }
}

/** What stands in the log between two lines, both included. */
function between(text: string, begin: string, end: string): readonly string[] {
  const lines = text.split('\n')
  return lines.slice(
    lines.findIndex(line => line.endsWith(` ${begin}`)),
    lines.findLastIndex(line => line.endsWith(` ${end}`)) + 1
  )
}

/** A line of the level error in each channel that somebody watches, since all watchers see those. */
async function mark(client: MonClient, text: string): Promise<void> {
  const channels = ['cluster', 'audit', 'cephwire']
  await Promise.all(channels.map(channel => client.log(text, { level: 'error', channel })))
}

/** Things that come into the log, of all levels, in several channels. */
async function happen(client: MonClient, round: number): Promise<void> {
  const levels = ['debug', 'info', 'sec', 'warn', 'error'] as const
  const channels = ['cluster', 'audit', 'cephwire']
  await Promise.all(
    levels.flatMap(level => channels.map(channel => client.log(`${level} ${round} wörld\ttab`, { level, channel })))
  )
  await client.command({ prefix: 'log', logtext: [`from a command ${round}`, 'two', 'words'] })
  await client.command({ prefix: 'osd pool create', pool: `pool${round}`, pg_num: 1 })
  await client.command({ prefix: 'osd out', ids: ['0'] })
  await client.command({ prefix: 'config set', who: 'client', name: 'debug_ms', value: '0/0' })
  await client.command({ prefix: 'osd set', key: round % 2 === 0 ? 'noout' : 'nodown' })
  await client.command({ prefix: 'osd in', ids: ['0'] })
}

for (const release of releasesUnderTest()) {
  describeWithCeph(`cephwire -w beside ceph -w (${release})`, { release }, function () {
    this.timeout(120_000 + SECONDS * 3000)
    let cluster: Cluster
    let client: MonClient
    let pairs: readonly Pair[] = []
    before(async () => {
      cluster = await startCluster({ release, mgr: true, osds: 1 })
      client = await connect({ conf: cluster.conf, keyring: cluster.keyring })
    })
    after(async () => {
      await client.close()
      await Promise.all(pairs.map(pair => pair.stop()))
      await cluster.stop()
    })

    it('prints the status, and then the same lines of the log, whatever monitor dies', async () => {
      pairs = watches.map(args => new Pair(cluster, args))
      // The status is asked for before the log is watched; so all have begun when each has shown a line that came later.
      let begin = ''
      for (let i = 0; !pairs.every(pair => begin !== '' && pair.both(` ${begin}\n`)); i++) {
        if (i >= 60)
          throw new Error(`Not all watch: ${pairs.map(({ ceph, io }) => ceph.stderr + io.stderr.text()).join('')}`)
        await mark(client, `begin ${i}`)
        const shown = pairs.every(pair => pair.both(` begin ${i}\n`))
        if (shown) begin = `begin ${i}`
      }
      const end = Date.now() + SECONDS * 1000
      for (let round = 0; round === 0 || Date.now() < end; round++) {
        if (round === 1) await cluster.monitors[2]!.kill()
        if (round === 3) await cluster.monitors[2]!.start()
        await happen(client, round)
      }
      await mark(client, 'the end')
      await until('the last line', () => pairs.every(pair => pair.both(' the end\n')))

      for (const [index, { ceph, io }] of pairs.entries()) {
        const theirs = between(ceph.stdout, begin, 'the end')
        const ours = between(io.stdout.text(), begin, 'the end')
        expect(theirs, watches[index]!.join(' ')).to.have.lengthOf.at.least(3)
        expect(ours, watches[index]!.join(' ')).to.deep.equal(theirs)
        const head = `  cluster:\n    id:     ${cluster.fsid}\n`
        expect([ceph.stdout.slice(0, head.length), io.stdout.text().slice(0, head.length)]).to.deep.equal([head, head])
        expect(blankBehindStatus(io.stdout.text())).to.deep.equal(blankBehindStatus(ceph.stdout))
        expect(io.stderr.text()).to.equal('')
      }
      expect(await Promise.all(pairs.map(pair => pair.stop()))).to.deep.equal(watches.map(() => [0, 0]))
    })
  })
}

/** The lines between the status and the log. */
function blankBehindStatus(text: string): readonly string[] {
  const lines = text.split('\n')
  const first = lines.findIndex(line => /^\d{4}-\d\d-\d\dT/.test(line))
  return lines.slice(first - 3, first).map(line => line.replace(/.*\S.*/, 'text'))
}

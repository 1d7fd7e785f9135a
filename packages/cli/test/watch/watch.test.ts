import { run } from '@cephwire/cli'
import { createTestCluster } from '@cephwire/test-monitor'
import { expect } from 'chai'
import { tellSession } from '../../src/watch/session-news.js'
import { temporaryDirectory } from '../support/files.js'
import { fakeIo } from '../support/io.js'
import { tap } from '../support/tap.js'
import type { TestCluster } from '@cephwire/test-monitor'
import type { FakeIo } from '../support/io.js'

const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d{4} /gm
const words = (io: FakeIo): string[] => io.stdout.text().replace(STAMP, '').split('\n').slice(0, -1)

describe('cephwire watch', () => {
  const path = temporaryDirectory()
  let cluster: TestCluster
  let base: readonly string[]

  before(async () => {
    cluster = await createTestCluster({ monitors: 3 })
    base = ['-c', await cluster.writeConf(path('cluster'))]
  })
  after(() => cluster.stop())

  /** Watches for some changes; `act` does something as soon as there are so many lines. */
  async function watched(args: readonly string[], acts: readonly (() => unknown)[]): Promise<FakeIo> {
    const io = fakeIo()
    let done = 0
    const tapped = tap(io, () => acts[done++]?.())
    expect(await run([...base, 'watch', ...args], tapped)).to.equal(0)
    return io
  }

  it('prints health as it changes', async () => {
    const io = await watched(
      ['health', '--count', '3'],
      [() => cluster.state.health.set('X', { summary: 'bad\x1b[2J' }), () => cluster.state.health.clear('X')]
    )
    expect(words(io)).to.deep.equal([
      'health HEALTH_OK',
      'health HEALTH_OK → HEALTH_WARN',
      'health Health check failed: [WRN] bad\\u{1b}[2J (X)',
      'health HEALTH_WARN → HEALTH_OK',
      'health Health check cleared: X (was: bad\\u{1b}[2J)'
    ])
    expect(io.stderr.text()).to.equal('')
  })

  it('prints it as JSON that Ceph would print, a line for each change', async () => {
    const io = await watched(
      ['health', '-f', 'json', '--count=2'],
      [() => cluster.state.health.set('X', { summary: 'bad\x1b' })]
    )
    cluster.state.health.clear('X')
    const text = io.stdout.text()
    expect(text).to.include('bad\\u001b').and.not.include('\x1b')
    const [first, second] = text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as { status: string; checks: object })
    expect(first).to.deep.equal({ status: 'HEALTH_OK', checks: {}, mutes: [] })
    expect(second).to.include({ status: 'HEALTH_WARN' })
    expect(second!.checks).to.have.all.keys('X')
  })

  for (const map of ['osdmap', 'mgrmap', 'fsmap', 'servicemap'] as const) {
    it(`prints each epoch of the ${map}`, async () => {
      const io = await watched([map, '-f', 'json', '--count', '2'], [() => cluster.bump(map)])
      const [first, second] = io.stdout
        .text()
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as { epoch: number })
      expect(second!.epoch).to.equal(first!.epoch + 1)
    })
  }

  it('prints monitors and their quorum', async () => {
    const io = await watched(['monmap', '--count', '2'], [])
    expect(
      words(io)
        .map(line => line.replace(/\[v2.*?\]/g, 'ADDR'))
        .sort()
    ).to.deep.equal(['monmap e1 mons a at ADDR, b at ADDR, c at ADDR', 'quorum quorum a,b,c'])
  })

  it('prints keys of a prefix, and what becomes of them', async () => {
    cluster.state.configKey.set('app/x', Buffer.from('1'))
    const io = await watched(['kv:app/', '--count', '2'], [() => void cluster.state.configKey.delete('app/x')])
    expect(words(io).map(line => line.replace(/v\d+/, 'vN'))).to.deep.equal(['kv vN app/x = 1', 'kv vN app/x gone'])
  })

  it('prints the log from a level on until ^C, with exit code 0', async () => {
    const stop = new AbortController()
    const io = { ...fakeIo(), signal: stop.signal }
    const logged = setInterval(() => {
      cluster.log('ignored', { msg: 'seen\x07', prio: 3 })
      if (io.stdout.text() !== '') stop.abort()
    }, 20)
    expect(await run([...base, 'watch', 'log', 'warn'], io).finally(() => clearInterval(logged))).to.equal(0)
    expect(words(io)[0]).to.match(/^\S+ \[WRN\] seen\\u\{7\}$/)
    expect(io.stdout.text()).to.not.include('ignored')
  })

  it('ends when nobody reads any more', async () => {
    const io = fakeIo()
    const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
    const stdout = { write: (_: unknown, written: (error: Error) => void) => written(gone) }
    expect(await run([...base, 'watch', 'health'], { ...io, stdout })).to.equal(0)
  })

  const nonsense: readonly (readonly [args: readonly string[], text: string])[] = [
    [[], 'watch: expected one of health'],
    [['pgmap'], 'watch: cannot watch pgmap'],
    [['toString'], 'watch: cannot watch toString'],
    [['log', 'loud'], 'watch: no level loud'],
    [['health', 'now'], 'watch: now makes no sense here'],
    [['health', '--count', '0'], 'watch: --count takes a number of changes'],
    [['health', '--often'], "watch: Unknown option '--often'"],
    [['health', '-f', 'xml'], 'watch: --format takes plain or json, not xml'],
    [['health', '-o', 'x'], 'watch: takes no files']
  ]
  for (const [args, text] of nonsense) {
    it(`refuses: watch ${args.join(' ')}`, async () => {
      const io = fakeIo()
      expect(await run([...base, 'watch', ...args], io)).to.equal(2)
      expect(io.stderr.text()).to.include(`cephwire: error: ${text}`)
      expect(io.stdout.text()).to.equal('')
    })
  }
})

describe('news of the session', () => {
  it('are that it is lost and that there is another, but not the first', async () => {
    const io = fakeIo()
    let now = 0
    const have = (monitor: string) => ({ state: 'have_session', monitor, addr: 'x', globalId: 7n }) as const
    const client = {
      async *status() {
        await Promise.resolve()
        yield have('a')
        yield { state: 'hunting', cause: new Error('reset\x1b') } as const
        now += 3000
        yield have('b')
        yield { state: 'closed' } as const
      }
    }
    await tellSession(client, io.stderr, () => now)
    expect(io.stderr.text()).to.equal(
      'Session lost: reset\\u{1b}; looking for a monitor\nSession with mon.b after 3s\n'
    )
  })
})

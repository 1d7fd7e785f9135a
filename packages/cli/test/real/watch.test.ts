import { run } from '@cephwire/cli'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { expect } from 'chai'
import { fakeIo } from '../support/io.js'
import { tap } from '../support/tap.js'
import type { Cluster } from '@cephwire/tools/ceph'
import type { FakeIo } from '../support/io.js'

const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d{4} /gm

for (const release of releasesUnderTest()) {
  describeWithCeph(`cephwire watch (${release})`, { release }, () => {
    let cluster: Cluster
    before(async () => {
      cluster = await startCluster({ release, mgr: true })
    })
    after(() => cluster.stop())

    /** Watches until `enough` of what was printed; `act` does something when the first line is there. */
    async function watched(
      args: readonly string[],
      act: () => Promise<unknown>,
      enough: (text: string) => boolean
    ): Promise<FakeIo> {
      const stop = new AbortController()
      const io = fakeIo({ signal: stop.signal })
      let acted: Promise<unknown> | undefined
      const tapped = tap(io, text => {
        acted ??= act()
        if (enough(text)) stop.abort()
      })
      const code = await run(['-c', cluster.conf, '-k', cluster.keyring, 'watch', ...args], tapped)
      await acted
      expect(code).to.equal(0)
      return io
    }

    it('tells flags of the osdmap as they are set and unset', async () => {
      const set = async (): Promise<void> => {
        await cluster.ceph(['osd', 'set', 'noout'])
        await cluster.ceph(['osd', 'unset', 'noout'])
      }
      const io = await watched(['osdmap'], set, text => text.includes('flag noout unset'))
      const lines = io.stdout.text().replace(STAMP, '').trimEnd().split('\n')
      expect(lines[0]).to.match(/^osdmap e\d+ 0 total, 0 up, 0 in$/)
      expect(lines.slice(1).map(line => line.replace(/e\d+/, 'eN'))).to.include.members([
        'osdmap eN flag noout set',
        'osdmap eN flag noout unset'
      ])
    })

    for (const [map, command] of [
      ['monmap', ['mon', 'dump']],
      ['mgrmap', ['mgr', 'dump']],
      ['fsmap', ['fs', 'dump']],
      ['servicemap', ['service', 'dump']]
    ] as const) {
      it(`prints the ${map} with the fields that Ceph prints`, async () => {
        const io = await watched(
          [map, '-f', 'json'],
          () => Promise.resolve(),
          text => text.includes('\n')
        )
        const own = JSON.parse(io.stdout.text().split('\n')[0]!) as object
        const theirs = JSON.parse((await cluster.ceph([...command, '-f', 'json'])).stdout.toString()) as object
        const namesOf = (json: object): string[] => Object.keys(json).filter(name => name !== 'quorum')
        expect(namesOf(own)).to.deep.equal(namesOf(theirs))
      })
    }

    it('tells keys as they are set and removed', async () => {
      const set = async (): Promise<void> => {
        await cluster.ceph(['config-key', 'set', 'watched/key', 'value'])
        await cluster.ceph(['config-key', 'rm', 'watched/key'])
      }
      const io = await watched(['kv:watched/'], set, text => text.includes('watched/key gone'))
      const lines = io.stdout.text().replace(STAMP, '').trimEnd().split('\n')
      expect(lines.map(line => line.replace(/v\d+ /, ''))).to.deep.equal([
        'kv no keys begin with watched/',
        'kv watched/key = value',
        'kv watched/key gone'
      ])
    })

    it('tells health checks as they appear and clear', async () => {
      const set = async (): Promise<void> => {
        await cluster.ceph(['osd', 'set', 'noout'])
      }
      let unset: Promise<unknown> | undefined
      const io = await watched(['health'], set, text => {
        if (text.includes('noout')) unset ??= cluster.ceph(['osd', 'unset', 'noout'])
        return / health Health check cleared: OSDMAP_FLAGS/.test(text)
      })
      await unset
      expect(io.stdout.text()).to.match(/ health Health check failed: \[WRN\] noout flag\(s\) set \(OSDMAP_FLAGS\)\n/)
    })

    // A new cluster of Tentacle does not tell of a monitor that is down for minutes.
    if (release === 'tentacle') return

    it('tells health and the session when a monitor stops', async () => {
      const [, , c] = cluster.monitors
      const io = await watched(
        ['health'],
        () => c!.kill(),
        text => text.includes('mon.c')
      )
      expect(io.stdout.text()).to.match(
        / health Health check failed: \[WRN\] 1\/3 mons down, quorum a,b \(MON_DOWN\)\n/
      )
      expect(io.stdout.text()).to.match(/ health MON_DOWN: mon\.c \(rank 2\) addr .* is down \(out of quorum\)\n/)
      expect(io.stderr.text()).to.match(/^(Session lost.*\nSession with mon\.[ab] after \d+s\n)?$/)
      await c!.start()
      await cluster.waitForQuorum()
    }).timeout(120_000)
  })
}

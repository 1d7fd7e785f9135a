import { expect } from 'chai'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { differencesOf, titleOf } from './command.js'
import { prepare } from './prepare.js'
import { differing, SideBySide } from './side-by-side.js'
import { commandsOf, groups } from './table/index.js'
import type { Cluster } from '@cephwire/tools/ceph'
import type { Command, Part } from './command.js'
import type { Pair } from './side-by-side.js'

/** How often a command that changes nothing runs again, when the cluster has moved between two runs. */
const TRIES = 5
/** What the cluster consists of. */
const programs = ['ceph', 'ceph-mon', 'ceph-mgr', 'ceph-osd'] as const
/** Commands at a time: `ceph` needs a core of its own for most of its life. */
const AT_A_TIME = 3

for (const release of releasesUnderTest()) {
  describeWithCeph(`every kind of command, with ceph and with cephwire (${release})`, { release, programs }, () => {
    let cluster: Cluster
    let sideBySide: SideBySide
    const same: Command[] = []
    const different: Command[] = []

    before(async function () {
      this.timeout(120_000)
      // Writes need no longer than they must.
      const settings = { paxos_propose_interval: '0.01', paxos_min_wait: '0.01' }
      cluster = await startCluster({ release, monitors: 1, mgr: true, osds: 3, settings })
      await prepare(cluster)
      sideBySide = new SideBySide(cluster)
    })
    after(async () => {
      await cluster.stop()
      if (process.env['CEPHWIRE_COMPARE'] === undefined) return
      console.log(`${release}: ${same.length} commands are the same, ${different.length} differ as documented`)
    })

    for (const group of groups) {
      describe(group.title, () => {
        const commands = commandsOf(group, release)
        const ahead = new Map<Command, Pair>()

        before(async function () {
          this.timeout(240_000)
          if (!group.repeatable) return
          const waiting = [...commands]
          const work = async (): Promise<void> => {
            for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
              ahead.set(next, await sideBySide.together(next))
            }
          }
          await Promise.all(Array.from({ length: AT_A_TIME }, work))
        })

        for (const [index, command] of commands.entries()) {
          it(titleOf(command, release), async () => {
            const expected = differencesOf(command, release)
            let pair = ahead.get(command)
            // Who comes second sees what the first has done: they take turns at that.
            pair ??= await sideBySide.inTurn(command, index % 2 === 0 ? 'ceph' : 'cephwire')
            for (let tries = 1; group.repeatable && tries < TRIES && !asExpected(pair, expected); tries++) {
              pair = await sideBySide.together(command)
            }
            const parts = differing(pair)
            const kept = parts.filter(part => !expected.includes(part))
            for (const part of kept) expect(pair.cephwire[part], part).to.equal(pair.ceph[part])
            expect(parts, 'what differs').to.have.members(expected)
            if (parts.length === 0) same.push(command)
            else different.push(command)
          })
        }
      })
    }

    describe('all together', () => {
      it('is the same for most', () => {
        expect(same.length).to.be.at.least(140)
        expect(different.length).to.be.at.most(45)
      })
    })
  })
}

function asExpected(pair: Pair, expected: readonly Part[]): boolean {
  return differing(pair).every(part => expected.includes(part))
}

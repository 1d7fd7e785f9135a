import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { decode, encode } from '@cephwire/codec'
import { crushDoRule, crushMapCodec } from '@cephwire/maps'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { expect } from 'chai'
import { commandOf, innerDir } from '../support/real.js'
import { readVector } from '../support/vectors.js'
import { randomMap, weightsOf } from './random-map.js'
import type { CrushMap } from '@cephwire/maps'
import type { Cluster } from '@cephwire/tools/ceph'

const INPUTS = 1024
/** How many maps are made at random; CEPHWIRE_CRUSH_MAPS asks for more. */
const maps = Number(process.env['CEPHWIRE_CRUSH_MAPS'] ?? 6)

/** Where crushtool places each input, as it prints it. */
async function placedBy(cluster: Cluster, args: readonly string[]): Promise<string[]> {
  const map = `${innerDir(cluster)}/placed`
  const inputs = ['--min-x', '0', '--max-x', String(INPUTS - 1)]
  const command = commandOf(cluster, 'crushtool', '-i', map, '--test', '--show-mappings', ...inputs, ...args)
  const { stdout } = await promisify(execFile)(...command, { maxBuffer: 2 ** 26 })
  return [...stdout.matchAll(/^CRUSH rule \d+ x \d+ (\[.*\])$/gm)].map(([, devices]) => devices!)
}

for (const release of releasesUnderTest()) {
  const programs = ['ceph-mon'] as const
  describeWithCeph(`placement by CRUSH of ${release}`, { release, programs }, () => {
    let cluster: Cluster

    before(async () => {
      cluster = await startCluster({ release, monitors: 1 })
    })
    after(() => cluster.stop())

    const given: readonly (readonly [string, CrushMap])[] = [
      ...Array.from({ length: maps }, (_, i) => [`the map of seed ${i + 1}`, randomMap(i + 1)] as const),
      ...['crush-algs-16.2.15', 'crush-cluster-18.2.7'].map(
        name => [name, decode(crushMapCodec, readVector(name))] as const
      )
    ]
    for (const [name, map] of given) {
      it(`is the same by every rule of ${name}`, async function () {
        this.timeout(60_000)
        writeFileSync(join(cluster.dir, 'placed'), encode(crushMapCodec, map))
        const weights = weightsOf(map, { 0: 0x8000, 1: 0, 4: 0x4000 })
        const given = ['--weight', '0', '0.5', '--weight', '1', '0', '--weight', '4', '0.25']
        for (const [rule, { minSize, maxSize } = { minSize: 1, maxSize: 0 }] of map.rules.entries()) {
          // Releases before Quincy try a rule for the sizes that it is for.
          for (const places of [2, 5].filter(size => minSize <= size && size <= maxSize)) {
            const args = ['--rule', String(rule), '--num-rep', String(places), ...given]
            const placed = Array.from({ length: INPUTS }, (_, x) =>
              JSON.stringify(crushDoRule(map, rule, x, places, weights, { pool: 0n }))
            )
            expect(placed, `rule ${rule}`).to.deep.equal(await placedBy(cluster, args))
          }
        }
      })
    }
  })
}

import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { decode, encode } from '@cephwire/codec'
import { checkRoundTrip } from '@cephwire/codec/testing'
import { CrushBucketAlg, crushMapCodec, crushMapToJson, CrushRuleOp, CrushRuleType } from '@cephwire/maps'
import { describeWithCeph, releasesUnderTest, startCluster } from '@cephwire/tools/ceph'
import { expect } from 'chai'
import { ceph, cephJson, commandOf, innerDir } from '../support/real.js'
import { readVector } from '../support/vectors.js'
import type { CrushMap } from '@cephwire/maps'
import type { Cluster } from '@cephwire/tools/ceph'

const runFile = promisify(execFile)

const numbers = { pacific: 16, reef: 18, tentacle: 20 } as const

/** A file of the cluster, as this process and as Ceph's programs name it. */
const fileOf = (cluster: Cluster, name: string): { here: string; there: string } => ({
  here: join(cluster.dir, name),
  there: `${innerDir(cluster)}/${name}`
})

/** Makes it the cluster's map, and gives back what the monitor then hands out. */
async function throughMonitor(cluster: Cluster, bytes: Uint8Array): Promise<Uint8Array> {
  const [to, from] = [fileOf(cluster, 'set'), fileOf(cluster, 'got')]
  writeFileSync(to.here, bytes)
  await ceph(cluster, 'osd', 'setcrushmap', '-i', to.there)
  await ceph(cluster, 'osd', 'getcrushmap', '-o', from.there)
  return new Uint8Array(readFileSync(from.here))
}

/** What crushtool makes of the bytes. */
async function dumped(cluster: Cluster, bytes: Uint8Array): Promise<unknown> {
  const file = fileOf(cluster, 'made')
  writeFileSync(file.here, bytes)
  const { stdout } = await runFile(...commandOf(cluster, 'crushtool', '-i', file.there, '--dump'))
  return JSON.parse(stdout)
}

/** A map that no Ceph has written, with a bucket of each kind. */
function madeHere(): CrushMap {
  const base = { hash: 0, weight: 0x20000, items: [0, 3] }
  const weights = { itemWeights: [0x10000, 0x10000] }
  return {
    buckets: [
      {
        ...base,
        id: -1,
        type: 10,
        weight: 0x40000,
        items: [-2, -5],
        alg: CrushBucketAlg.Straw2,
        itemWeights: [0x20000, 0x20000]
      },
      { ...base, id: -2, type: 1, alg: CrushBucketAlg.Uniform, itemWeight: 0x10000 },
      undefined,
      { ...base, id: -4, type: 1, alg: CrushBucketAlg.List, ...weights, sumWeights: [0x10000, 0x20000] },
      { ...base, id: -5, type: 1, alg: CrushBucketAlg.Straw, ...weights, straws: [0x10000, 0x10000] },
      { ...base, id: -6, type: 1, alg: CrushBucketAlg.Tree, nodeWeights: [0, 0x10000, 0x20000, 0x10000] }
    ],
    rules: [
      undefined,
      {
        ruleset: 1,
        type: CrushRuleType.Replicated,
        minSize: 1,
        maxSize: 100,
        steps: [
          { op: CrushRuleOp.Take, arg1: -1, arg2: 0 },
          { op: CrushRuleOp.ChooseleafFirstn, arg1: 0, arg2: 1 },
          { op: CrushRuleOp.Emit, arg1: 0, arg2: 0 }
        ]
      }
    ],
    maxDevices: 4,
    typeMap: new Map([
      [0, 'osd'],
      [1, 'host'],
      [10, 'root']
    ]),
    nameMap: new Map([
      [-6, 'tree'],
      [-5, 'straw'],
      [-4, 'list'],
      [-2, 'uniform'],
      [-1, 'default'],
      [0, 'osd.0'],
      [3, 'osd.3']
    ]),
    ruleNameMap: new Map([[1, 'both']]),
    tunables: {
      chooseLocalTries: 0,
      chooseLocalFallbackTries: 0,
      chooseTotalTries: 51,
      chooseleafDescendOnce: 1,
      chooseleafVaryR: 1,
      strawCalcVersion: 1,
      allowedBucketAlgs: 54,
      chooseleafStable: 1
    },
    classMap: new Map([[3, 0]]),
    className: new Map([[0, 'ssd']]),
    classBucket: new Map([[-1, new Map([[0, -6]])]]),
    chooseArgs: new Map([[-1n, new Map([[-1, { weightSet: [[0x8000, 0x18000]], ids: [-2, -5] }]])]])
  }
}

for (const release of releasesUnderTest()) {
  const programs = ['ceph-mon', 'ceph'] as const
  describeWithCeph(`the CRUSH map of a cluster (${release})`, { release, programs }, () => {
    let cluster: Cluster

    before(async () => {
      // The monitor tries a map for no longer than a lease lasts, and a busy machine takes its time.
      cluster = await startCluster({ release, monitors: 1, settings: { mon_lease: '50' } })
    })
    after(() => cluster.stop())

    for (const name of ['crush-algs-16.2.15', 'crush-cluster-16.2.15', 'crush-cluster-18.2.7']) {
      it(`is read and written again once it is ${name}, and printed as ceph osd crush dump does`, async () => {
        const map = checkRoundTrip(crushMapCodec, await throughMonitor(cluster, readVector(name)))
        const printed = await cephJson(cluster, 'osd', 'crush', 'dump')
        expect(crushMapToJson(map, numbers[release])).to.deep.equal(printed)
        expect(JSON.stringify(crushMapToJson(map, numbers[release]))).to.equal(JSON.stringify(printed))
      })
    }

    it('may be one that was made here: crushtool reads it as it is meant, in every group of its encoding', async () => {
      const map = madeHere()
      expect(await dumped(cluster, encode(crushMapCodec, map))).to.deep.equal(crushMapToJson(map, numbers[release]))
      const tail = new Uint8Array(0)
      for (let groups = 0; groups <= 8; groups++) {
        const bytes = encode(crushMapCodec, { ...map, encoding: { groups, wide: [], tail } })
        const read = decode(crushMapCodec, bytes)
        expect(await dumped(cluster, bytes), `${groups} groups`).to.deep.equal(crushMapToJson(read, numbers[release]))
      }
      const wide = encode(crushMapCodec, { ...map, encoding: { groups: 8, wide: ['typeMap', 'ruleNameMap'], tail } })
      expect(await dumped(cluster, wide)).to.deep.equal(crushMapToJson(map, numbers[release]))
    })

    it('has the profile and the demands on clients that crushtool finds in its tunables', async () => {
      const map = madeHere()
      const bare = { ...map, rules: [], buckets: [], nameMap: new Map(), chooseArgs: new Map() }
      const legacy = { chooseLocalTries: 2, chooseLocalFallbackTries: 5, chooseTotalTries: 19, allowedBucketAlgs: 22 }
      const argonaut = { ...legacy, chooseleafDescendOnce: 0, chooseleafVaryR: 0, chooseleafStable: 0 }
      const jewel = { chooseTotalTries: 50 }
      const hammer = { ...jewel, chooseleafStable: 0 }
      const firefly = { ...hammer, allowedBucketAlgs: 22 }
      const bobtail = { ...firefly, chooseleafVaryR: 0 }
      for (const profile of [{}, argonaut, bobtail, firefly, hammer, jewel, { chooseTotalTries: 0xffffffff }]) {
        const changed = { ...bare, tunables: { ...map.tunables, ...profile } }
        const bytes = encode(crushMapCodec, changed)
        expect(await dumped(cluster, bytes)).to.deep.equal(crushMapToJson(changed, numbers[release]))
      }
    })
  })
}

import { decode } from '@cephwire/codec'
import { CrushBucketAlg, crushBucketAlgName, crushMapCodec, crushMapToJson } from '@cephwire/maps'
import { expect } from 'chai'
import { readText, readVector, releases } from '../support/vectors.js'
import type { CrushChooseArg, CrushMap, CrushTunables } from '@cephwire/maps'

const numbers = { '16.2.15': 16, '18.2.7': 18, '20.2.4': 20 } as const

const parse = (name: string): unknown => JSON.parse(readText(name))

/** Order included, as far as JSON.parse keeps it. */
function expectSame(json: unknown, printed: unknown): void {
  expect(json).to.deep.equal(printed)
  expect(JSON.stringify(json)).to.equal(JSON.stringify(printed))
}

const algs = decode(crushMapCodec, readVector('crush-algs-16.2.15'))
const cluster = decode(crushMapCodec, readVector('crush-cluster-18.2.7'))

const profileOf = (tunables: Partial<CrushTunables>, release: number): unknown => {
  const json = crushMapToJson({ ...algs, tunables: { ...algs.tunables, ...tunables } }, release).tunables
  return [json.profile, json.optimal_tunables, json.legacy_tunables]
}

const withArgs = (id: number, arg: CrushChooseArg): CrushMap => ({
  ...cluster,
  chooseArgs: new Map([[-1n, new Map([...cluster.chooseArgs.get(-1n)!, [id, arg]])]])
})

describe('crushMapToJson()', () => {
  for (const release of releases) {
    it(`gives what ceph osd crush dump of ${release} prints, whose release the map shows`, () => {
      const map = decode(crushMapCodec, readVector(`crush-cluster-${release}`))
      expectSame(crushMapToJson(map), parse(`crush-cluster-${release}.json`))
    })

    it(`gives what crushtool --dump of ${release} prints for a map of another release`, () => {
      expectSame(crushMapToJson(algs, numbers[release]), parse(`crush-algs-${release}.json`))
    })
  }

  it('gives what crushtool --dump of 20.2.4 prints for rules of multi-step retry', () => {
    expectSame(crushMapToJson(decode(crushMapCodec, readVector('crush-msr-20.2.4'))), parse('crush-msr-20.2.4.json'))
  })

  it('names the profile that the tunables are of', () => {
    const legacy = {
      chooseLocalTries: 2,
      chooseLocalFallbackTries: 5,
      chooseTotalTries: 19,
      chooseleafDescendOnce: 0,
      chooseleafVaryR: 0,
      chooseleafStable: 0,
      allowedBucketAlgs: 22
    }
    expect(profileOf({}, 16)).to.deep.equal(['jewel', 1, 0])
    expect(profileOf({ chooseleafStable: 0 }, 16)).to.deep.equal(['hammer', 0, 0])
    expect(profileOf({ chooseleafStable: 0, allowedBucketAlgs: 22 }, 16)).to.deep.equal(['firefly', 0, 0])
    expect(profileOf({ chooseleafStable: 0, allowedBucketAlgs: 22, chooseleafVaryR: 0 }, 16)).to.deep.equal([
      'bobtail',
      0,
      0
    ])
    expect(profileOf(legacy, 16)).to.deep.equal(['argonaut', 0, 1])
    expect(profileOf({ chooseTotalTries: 51 }, 16)).to.deep.equal(['unknown', 0, 0])
    expect(profileOf({ msrDescents: 99 }, 18)).to.deep.equal(['jewel', 1, 0])
    expect(profileOf({ msrDescents: 99 }, 19)).to.deep.equal(['unknown', 0, 0])
  })

  it('names the oldest release that a map needs', () => {
    const legacy = decode(crushMapCodec, readVector('crush-algs-16.2.15')).tunables
    const bare: CrushMap = {
      ...algs,
      rules: [],
      buckets: [],
      tunables: { ...legacy, chooseLocalTries: 2, chooseLocalFallbackTries: 5, chooseTotalTries: 19 }
    }
    const needs = (tunables: Partial<CrushTunables>, more: Partial<CrushMap> = {}): string =>
      crushMapToJson({ ...bare, ...more, tunables: { ...bare.tunables, ...tunables } }).tunables
        .minimum_required_version
    const argonaut = { chooseleafDescendOnce: 0, chooseleafVaryR: 0, chooseleafStable: 0 }
    expect(needs(argonaut)).to.equal('argonaut')
    expect(needs({ ...argonaut, chooseleafDescendOnce: 1 })).to.equal('bobtail')
    expect(needs({ ...argonaut, chooseTotalTries: 50 })).to.equal('bobtail')
    expect(needs({ ...argonaut, chooseleafVaryR: 1 })).to.equal('firefly')
    expect(needs(argonaut, { buckets: algs.buckets })).to.equal('hammer')
    expect(needs({ ...argonaut, chooseleafStable: 1 })).to.equal('jewel')
  })

  it('names what has no name as Ceph does: devices by number, the type 0 device, buckets not at all', () => {
    const json = crushMapToJson({
      ...cluster,
      nameMap: new Map(),
      typeMap: new Map([[1, 'host']]),
      ruleNameMap: new Map()
    })
    expect(json.devices[2]).to.deep.equal({ id: 2, name: 'device2', class: 'hdd' })
    expect(json.types).to.deep.equal([
      { type_id: 0, name: 'device' },
      { type_id: 1, name: 'host' }
    ])
    expect(Object.keys(json.buckets[0]!)).to.deep.equal(['id', 'type_id', 'weight', 'alg', 'hash', 'items'])
    expect(json.rules[0]).to.deep.include({
      rule_id: 0,
      steps: [{ op: 'take', item: -1, item_name: '' }, { op: 'choose_firstn', num: 0, type: '' }, { op: 'emit' }]
    })
    expect(json.rules[0]).to.not.have.property('rule_name')
  })

  it('lists devices up to the highest with a name, even where no bucket has it', () => {
    const json = crushMapToJson({ ...cluster, nameMap: new Map([[4, 'osd.4']]) })
    expect(json.devices.map(({ name }) => name)).to.deep.equal(['device0', 'device1', 'device2', 'device3', 'osd.4'])
  })

  it('fits weight-sets to their bucket, and leaves out those of no straw2 bucket, as Ceph does when it decodes', () => {
    const args = (map: CrushMap): unknown => crushMapToJson(map).choose_args['-1']
    const others = (crushMapToJson(cluster).choose_args['-1'] ?? []).filter(({ bucket_id }) => bucket_id !== -3)
    const short = args(withArgs(-3, { weightSet: [[65536]], ids: [] }))
    expect(short).to.deep.include({ bucket_id: -3, weight_set: [[1, 0, 0]] })
    const long = args(withArgs(-3, { weightSet: [[65536, 0, 0, 65536]], ids: [] }))
    expect(long).to.deep.include({ bucket_id: -3, weight_set: [[1, 0, 0]] })
    const ids = args(withArgs(-3, { weightSet: [], ids: [5, 6, 7] }))
    expect(ids).to.deep.include({ bucket_id: -3, ids: [5, 6, 7] })
    expect(args(withArgs(-3, { weightSet: [], ids: [] }))).to.deep.equal(others)
    const stray = withArgs(-8, { weightSet: [[65536]], ids: [] })
    expect(args(stray)).to.deep.equal(args(cluster))
    const buckets = cluster.buckets.map(bucket =>
      bucket?.id === -3 ? { ...bucket, alg: CrushBucketAlg.Uniform, itemWeight: 1 } : bucket
    )
    expect(args({ ...cluster, buckets })).to.deep.equal(others)
  })
})

describe('crushBucketAlgName()', () => {
  it('names algorithms as crushtool does, others unknown', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map(crushBucketAlgName)).to.deep.equal([
      'unknown',
      'uniform',
      'list',
      'tree',
      'straw',
      'straw2',
      'unknown'
    ])
  })
})

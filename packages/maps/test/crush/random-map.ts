import { createRandom } from '@cephwire/codec/testing'
import { CrushBucketAlg, CrushRuleOp, CrushRuleType } from '@cephwire/maps'
import type { Random } from '@cephwire/codec/testing'
import type {
  CrushBucket,
  CrushBucketWeights,
  CrushChooseArg,
  CrushMap,
  CrushRule,
  CrushRuleStep
} from '@cephwire/maps'

const ONE = 0x10000
const algs = Object.values(CrushBucketAlg)

/** Weights of the nodes of a tree bucket: each the sum of those below it. */
function nodeWeightsOf(weights: readonly number[]): number[] {
  const nodes = new Array<number>(2 ** (1 + Math.ceil(Math.log2(weights.length || 1)))).fill(0)
  for (const [i, weight] of weights.entries()) {
    nodes[2 * i + 1] = weight
    for (let half = 1, node = 2 * i + 1; 2 * half < nodes.length; half *= 2) {
      node = Math.floor(node / (4 * half)) * 4 * half + 2 * half
      nodes[node] = nodes[node]! + weight
    }
  }
  return nodes
}

function weightsFor(random: Random, alg: CrushBucketAlg, weights: readonly number[]): CrushBucketWeights {
  switch (alg) {
    case CrushBucketAlg.Uniform:
      return { alg, itemWeight: weights[0] ?? 0 }
    case CrushBucketAlg.List:
      return { alg, itemWeights: weights, sumWeights: weights.map((_, i) => sum(weights.slice(0, i + 1))) }
    case CrushBucketAlg.Tree:
      return { alg, nodeWeights: nodeWeightsOf(weights) }
    case CrushBucketAlg.Straw:
      return { alg, itemWeights: weights, straws: weights.map(weight => (weight === 0 ? 0 : ONE + random.below(ONE))) }
    case CrushBucketAlg.Straw2:
      return { alg, itemWeights: weights }
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)

/** Now and then 0. */
const someWeight = (random: Random): number => (random.below(12) === 0 ? 0 : 1 + random.below(4 * ONE))

const step = (op: number, arg1 = 0, arg2 = 0): CrushRuleStep => ({ op, arg1, arg2 })
const { Take, Emit, ChooseFirstn, ChooseleafFirstn, ChooseIndep, ChooseleafIndep } = CrushRuleOp

/** Rules of all kinds of steps, for a map with the given root. */
function rulesOf(root: number): CrushRule[] {
  const [take, emit] = [step(Take, root), step(Emit)]
  const all = [
    [take, step(ChooseleafFirstn, 0, 1), emit],
    [take, step(ChooseleafIndep, 0, 1), emit],
    [take, step(ChooseFirstn, 0, 0), emit],
    [take, step(ChooseIndep, 0, 0), emit],
    [take, step(ChooseFirstn, 2, 3), step(ChooseleafFirstn, 2, 1), emit],
    [take, step(ChooseIndep, 3, 3), step(ChooseleafIndep, 2, 1), emit],
    [take, step(ChooseleafFirstn, 1, 3), emit, take, step(ChooseleafFirstn, -1, 1), emit],
    [take, step(ChooseleafIndep, 0, 0), emit],
    [
      step(CrushRuleOp.SetChooseTries, 100),
      step(CrushRuleOp.SetChooseleafTries, 5),
      take,
      ...[step(ChooseleafIndep, 0, 3)],
      emit
    ],
    [
      step(CrushRuleOp.SetChooseLocalTries, 2),
      step(CrushRuleOp.SetChooseLocalFallbackTries, 3),
      step(CrushRuleOp.SetChooseleafVaryR, 3),
      step(CrushRuleOp.SetChooseleafStable, 0),
      take,
      step(ChooseleafFirstn, 0, 1),
      emit
    ],
    [step(Take, 1), emit, step(Take, 9999), emit, take, step(ChooseFirstn, 2, 3), step(ChooseIndep, 0, 0), emit]
  ]
  // Releases before Quincy place erasure coded pools by rules of their type alone.
  const typeOf = ([, { op } = emit]: readonly CrushRuleStep[]): number =>
    op === ChooseIndep || op === ChooseleafIndep ? CrushRuleType.Erasure : CrushRuleType.Replicated
  return all.map((steps, i) => ({ ruleset: i, type: typeOf(steps), minSize: 1, maxSize: 100, steps }))
}

/** Racks with hosts with devices; how many of each, of what kind and weight is left to chance, as are the tunables. */
export function randomMap(seed: number): CrushMap {
  const random = createRandom(seed)
  const buckets: CrushBucket[] = []
  const chooseArgs = new Map<number, CrushChooseArg>()
  let devices = 0
  const alg = seed % 6 === 0 ? undefined : algs[(seed % 6) - 1]

  const add = (type: number, items: readonly number[], weights: readonly number[]): CrushBucket => {
    const id = -1 - buckets.length
    const kind = weightsFor(random, alg ?? algs[random.below(algs.length)]!, weights)
    const bucket = { id, type, hash: 0, weight: sum(weights), items, ...kind }
    buckets.push(bucket)
    if (kind.alg === CrushBucketAlg.Straw2 && random.below(3) > 0) {
      const weightSet = Array.from({ length: random.below(3) }, () => items.map(() => someWeight(random)))
      chooseArgs.set(id, { weightSet, ids: random.below(2) > 0 ? items.map(item => item - 500) : [] })
    }
    return bucket
  }
  const level = (type: number, most: number, make: () => CrushBucket): CrushBucket => {
    const below = Array.from({ length: 1 + random.below(most) }, make)
    return add(
      type,
      below.map(({ id }) => id),
      below.map(({ weight }) => weight)
    )
  }
  const host = (): CrushBucket => {
    const items = Array.from({ length: random.below(7) }, () => devices++)
    return add(
      1,
      items,
      items.map(() => someWeight(random))
    )
  }
  const root = level(10, 5, () => level(3, 5, host))
  const legacy = random.below(3) === 0
  return {
    buckets,
    rules: rulesOf(root.id),
    maxDevices: devices,
    typeMap: new Map([
      [0, 'osd'],
      [1, 'host'],
      [3, 'rack'],
      [10, 'root']
    ]),
    nameMap: new Map([
      ...buckets.map(({ id }) => [id, `bucket${-id}`] as const).reverse(),
      ...Array.from({ length: devices }, (_, i) => [i, `osd.${i}`] as const)
    ]),
    ruleNameMap: new Map(rulesOf(root.id).map((_, i) => [i, `rule${i}`])),
    tunables: {
      chooseLocalTries: legacy ? 2 : 0,
      chooseLocalFallbackTries: legacy ? 5 : 0,
      chooseTotalTries: legacy ? 19 : 50,
      chooseleafDescendOnce: random.below(2),
      chooseleafVaryR: random.below(3),
      strawCalcVersion: 1,
      allowedBucketAlgs: 62,
      chooseleafStable: random.below(2)
    },
    classMap: new Map(),
    className: new Map(),
    classBucket: new Map(),
    chooseArgs: chooseArgs.size === 0 ? new Map() : new Map([[-1n, chooseArgs]])
  }
}

/** As crushtool has them: devices of the map are in, unless it is said otherwise. */
export function weightsOf(map: CrushMap, given: Readonly<Record<number, number>> = {}): number[] {
  const devices = new Set(map.buckets.flatMap(bucket => bucket?.items.filter(item => item >= 0) ?? []))
  const length = Math.max(-1, ...devices) + 1
  return Array.from({ length }, (_, device) => given[device] ?? (devices.has(device) ? ONE : 0))
}

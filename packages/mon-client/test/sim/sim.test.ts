import { performance } from 'node:perf_hooks'
import { expect } from 'chai'
import { lazyMapBuffers } from '../../src/watch/watch.js'
import { simulate } from './simulate.js'
import type { Outcome } from './ledger.js'
import type { Simulated } from './simulate.js'

/** Seconds after which no further seed is begun, unless a number of them is asked for. */
const BUDGET = 18
const SEEDS = 2000

const { CEPHWIRE_SIM_SEED: first, CEPHWIRE_SIM_SEEDS: count } = process.env
const firstSeed = Number(first ?? 1)
const seeds = Number(count ?? (first === undefined ? SEEDS : 1))
const budget = count === undefined ? BUDGET * 1000 : Infinity

const numberFormat = new Intl.NumberFormat('en')

/** What somebody needs who wants to see it again. */
function report({ seed, schedule, violations, trace }: Simulated): string {
  return [
    `SEED=${seed}`,
    `CEPHWIRE_SIM_SEED=${seed} npx mocha --config ../../tools/mocha.json -g 'in simulated time'`,
    ...violations,
    `setup ${JSON.stringify(schedule.setup)}`,
    ...trace
  ].join('\n')
}

describe('A client in simulated time', () => {
  // Files are read in real time.
  before(() => lazyMapBuffers.load())

  it('keeps its promises in thousands of schedules', async function () {
    this.timeout(0)
    const outcomes = new Set<Outcome>()
    const end = performance.now() + budget
    let requests = 0
    let played = 0
    for (; played < seeds && performance.now() < end; played++) {
      const seed = firstSeed + played
      const { violations, counts } = await simulate(seed)
      if (violations.length > 0) expect.fail(report(await simulate(seed, true)))
      requests += counts.issued
      for (const [outcome, times] of Object.entries(counts)) if (times > 0) outcomes.add(outcome as Outcome)
    }
    const [schedules, commands] = [played, requests].map(number => numberFormat.format(number))
    this.runnable().title = `keeps its promises in ${schedules} schedules with ${commands} requests`
    if (played < 200) return
    expect([...outcomes]).to.have.members([
      'issued',
      'ok',
      'commandError',
      'timeout',
      'unknown',
      'cancelled',
      'closed',
      'failed'
    ])
  })

  it('does the same again with the same seed', async function () {
    this.timeout(60_000)
    for (const seed of [firstSeed, firstSeed + 1, firstSeed + 2]) {
      const { hash, trace } = await simulate(seed, true)
      expect(trace.length).to.be.greaterThan(20)
      for (let i = 0; i < 3; i++) expect(await simulate(seed, true)).to.include({ hash })
    }
  })
})

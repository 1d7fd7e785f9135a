import { expect } from 'chai'
import { PoolRates } from '../../src/top/pool-rates.js'
import { readUsage } from '../../src/top/usage.js'

const nothing = { pgsOf: () => undefined, ioOf: () => undefined }

// As ceph 16.2.15 answered "status" and "df detail", cut short.
const status = {
  pgmap: {
    pgs_by_state: [
      { state_name: 'active+undersized+degraded', count: 8 },
      { state_name: 'active+clean', count: 57 }
    ],
    num_pgs: 65,
    num_objects: 400,
    data_bytes: 26214400,
    bytes_used: 40370176,
    bytes_avail: 764936192,
    bytes_total: 805306368,
    degraded_objects: 105,
    degraded_total: 546,
    write_bytes_sec: 3355443,
    write_op_per_sec: 51
  },
  progress_events: { 'a-b': { message: 'Rebalancing after osd.2 marked out (30s)\n      ', progress: 0.42 } }
}
const df = {
  pools: [
    {
      name: 'rbd',
      id: 4,
      stats: { stored: 13, objects: 200, bytes_used: 26, percent_used: 0.25, max_avail: 99, rd: 7 }
    }
  ]
}

describe('what top reads of status and df', () => {
  it('is what Ceph prints there, with 0 for what it leaves out', () => {
    const io = { readBytes: 1, writeBytes: 2, reads: 3, writes: 4 }
    expect(readUsage({ at: 5, status, df, pgsOf: pool => pool * 8, ioOf: () => io })).to.deep.equal({
      at: 5,
      pgs: 65,
      states: [
        ['active+clean', 57],
        ['active+undersized+degraded', 8]
      ],
      objects: 400,
      data: 26214400,
      used: 40370176,
      avail: 764936192,
      total: 805306368,
      client: { readBytes: 0, writeBytes: 3355443, reads: 0, writes: 51 },
      recovery: {
        degraded: 105,
        degradedTotal: 546,
        misplaced: 0,
        misplacedTotal: 0,
        unfound: 0,
        bytes: 0,
        objects: 0
      },
      pools: [{ name: 'rbd', id: 4, pgs: 32, stored: 13, objects: 200, used: 26, usedShare: 0.25, avail: 99, io }],
      progress: [{ message: 'Rebalancing after osd.2 marked out (30s)', done: 0.42 }]
    })
  })

  for (const odd of [
    undefined,
    null,
    7,
    'text',
    [],
    { pgmap: [], pools: {} },
    { pgmap: { pgs_by_state: [7, null] } }
  ]) {
    it(`makes something of anything: ${JSON.stringify(odd)}`, () => {
      const usage = readUsage({ at: 5, status: odd, df: odd, ...nothing })
      expect(usage).to.include({ pgs: 0, objects: 0 })
      expect(usage.pools).to.deep.equal([])
    })
  }
})

describe('rates of pools', () => {
  const counters = (at: number, n: number) => ({
    at,
    readBytes: n * 1000,
    writeBytes: n * 100,
    reads: n * 10,
    writes: n
  })

  it('are those of the last twenty seconds', () => {
    const rates = new PoolRates()
    expect(rates.add(1, counters(0, 0))).to.equal(undefined)
    expect(rates.add(1, counters(5000, 10))).to.deep.equal({ readBytes: 2000, writeBytes: 200, reads: 20, writes: 2 })
    expect(rates.add(2, counters(5000, 99))).to.equal(undefined)
    expect(rates.add(1, counters(20_000, 40))?.writes).to.equal(2)
    expect(rates.add(1, counters(25_000, 40))?.writes).to.equal(1.5)
  })

  it('begin anew when counters do, and with a pool that was away', () => {
    const rates = new PoolRates()
    rates.add(1, counters(0, 50))
    expect(rates.add(1, counters(5000, 3))).to.equal(undefined)
    expect(rates.add(1, counters(10_000, 8))?.writes).to.equal(1)
    rates.keep(new Set([2]))
    expect(rates.add(1, counters(15_000, 9))).to.equal(undefined)
  })
})

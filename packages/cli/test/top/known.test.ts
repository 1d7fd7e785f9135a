import { parseEntityAddr } from '@cephwire/codec'
import { createMonMap } from '@cephwire/maps'
import { expect } from 'chai'
import { Known } from '../../src/top/known.js'
import type { Health } from '@cephwire/mon-client'
import type { MonMap } from '@cephwire/maps'

function monmapOf(...names: string[]): MonMap {
  const mons = names.map((name, i) => {
    const publicAddrs = [parseEntityAddr(`v2:10.0.0.${i + 1}:3300/0`)]
    return { name, publicAddrs, priority: 0, weight: 0, crushLoc: new Map<string, string>() }
  })
  return createMonMap({ fsid: '4180c1ff-6a1d-46f0-9360-a2e085628383', epoch: 1, minMonRelease: 18, mons })
}

const HEALTHY: Health = { status: 'HEALTH_OK', checks: {}, mutes: [] }
const session = (monitor: string) => ({ state: 'have_session', monitor, addr: 'x', globalId: 7n }) as const

describe('what top knows', () => {
  let now: number
  let known: Known
  beforeEach(() => {
    now = 100_000
    known = new Known(monmapOf('a', 'b', 'c'), () => now)
  })
  const quorum = (): string => known.model.monitors.flatMap(({ name, inQuorum }) => (inQuorum ? [name] : [])).join('')

  it('is where the session is, since when, and where it was before', () => {
    expect(known.model.session).to.deep.equal({ state: 'hunting', since: now, cause: undefined, before: undefined })
    known.status(session('b'))
    expect(known.model.session).to.include({ monitor: 'b', since: 100_000, before: undefined })
    now += 5000
    known.status({ state: 'hunting', cause: new Error('reset') })
    now += 1000
    known.status({ state: 'hunting' })
    expect(known.model.session).to.deep.equal({ state: 'hunting', since: 105_000, cause: 'reset', before: 'b' })
    known.status(session('c'))
    expect(known.model.session).to.include({ monitor: 'c', since: 106_000, before: 'b' })
  })

  it('forgets where the session was before when it comes back there', () => {
    known.status(session('b'))
    known.status({ state: 'hunting' })
    known.status(session('b'))
    expect(known.model.session).to.include({ monitor: 'b', before: undefined })
  })

  it('is the release of the monitor, and until it says so that of the monmap', () => {
    expect(known.model.release).to.equal('reef')
    known.version('ceph version 18.2.7 (6b0e988052ec84cf2d4a54ff9bbbc5e720b621ad) reef (stable)')
    expect(known.model.release).to.equal('18.2.7 reef')
    known.version('nonsense')
    expect(known.model.release).to.equal('reef')
  })

  it('is a quorum as the newest has told it', () => {
    expect(quorum()).to.equal('')
    expect(known.digest(HEALTHY, { name: 'a', state: 'leader', quorum: [0, 1, 2] })).to.equal(true)
    expect(known.digest(HEALTHY, { name: 'a', state: 'leader', quorum: [0, 1, 2] })).to.equal(false)
    expect(quorum()).to.equal('abc')
    now++
    known.silent('c', 'refused')
    known.answered('b', 1.5, 'electing')
    expect(quorum()).to.equal('a')
    now++
    known.digest(HEALTHY, { name: 'a', state: 'leader', quorum: [0, 1] })
    expect(quorum()).to.equal('ab')
    now++
    known.answered('c', 0.5, 'peon')
    expect(quorum()).to.equal('abc')
  })

  it('is since when a monitor is silent, and why it was the last time', () => {
    known.answered('c', 0.5, 'peon')
    known.silent('c', 'no answer')
    now += 10_000
    known.silent('c', 'refused')
    expect(known.model.monitors[2]).to.deep.equal({
      name: 'c',
      addr: 'v2:10.0.0.3:3300/0',
      inQuorum: false,
      state: 'peon',
      roundTrip: undefined,
      silent: { since: 100_000, why: 'refused' }
    })
    known.answered('c', 0.5)
    expect(known.model.monitors[2]).to.include({ roundTrip: 0.5, silent: undefined })
  })

  it('forgets monitors that are in the monmap no more', () => {
    known.silent('c', 'refused')
    known.monmap(monmapOf('a', 'b'))
    known.monmap(monmapOf('a', 'b', 'c'))
    expect(known.model.monitors[2]).to.include({ name: 'c', silent: undefined })
  })

  it('is fresh while the monitor of the session pushes', () => {
    expect(known.isFresh).to.equal(false)
    known.digest(HEALTHY, {})
    now += 11_000
    expect(known.isFresh).to.equal(true)
    now += 2000
    expect(known.isFresh).to.equal(false)
  })

  for (const odd of [undefined, null, 7, { quorum: 7 }, { quorum: ['x'], name: 3 }]) {
    it(`makes nothing of a state that is none: ${JSON.stringify(odd)}`, () => {
      known.digest({ status: 7, checks: null, mutes: [] } as unknown as Health, odd)
      expect(quorum()).to.equal('')
      expect(known.model.health).to.deep.equal({ at: now, status: '', checks: [] })
    })
  }

  it('is the end of the log in the order of its times, each line once', () => {
    const line = (at: number): Parameters<Known['log']>[1] => ({ at, who: 'mon.a', tag: '[INF]', message: `at ${at}` })
    for (const at of [3, 1, 2, 3]) known.log(`mon.a ${at}`, line(at))
    expect(known.model.log).to.deep.equal([line(1), line(2), line(3)])
    for (let at = 10; at < 1000; at++) known.log(`mon.a ${at}`, line(at))
    expect(known.model.log).to.have.length(500)
    expect(known.model.log.at(-1)).to.deep.equal(line(999))
  })
})

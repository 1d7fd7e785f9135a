import { AuthError, AuthMethodRejectedError } from '@cephwire/auth'
import { BannerError, ConnectionFaultError } from '@cephwire/messenger'
import { createFakeClock } from '@cephwire/messenger/testing'
import { expect } from 'chai'
import { Backoff } from '../src/backoff.js'
import { ConfigError, FsidMismatchError, MonHuntError } from '../src/errors.js'
import { hunt } from '../src/hunt.js'
import { defaultMonClientOptions } from '../src/options.js'
import { rejection } from './support/canary.js'
import { deferred, seeded, target } from './support/targets.js'
import type { FakeClock } from '@cephwire/messenger/testing'
import type { HuntInit } from '../src/hunt.js'
import type { MonTarget } from '../src/mon-target.js'

const refused = (result = -13, reclaim = false): AuthMethodRejectedError =>
  new AuthMethodRejectedError({ method: 2, result, reclaim })
const fault = (): ConnectionFaultError => new ConnectionFaultError('Cannot connect: ECONNREFUSED')

/** A hunt whose monitors a test plays by name. */
class Hunt {
  readonly clock: FakeClock = createFakeClock()
  readonly abort = new AbortController()
  /** `name@time`, as they are opened. */
  readonly opened: string[] = []
  readonly discarded: string[] = []
  readonly failures: string[] = []
  readonly backoff: Backoff
  readonly result: Promise<string>
  outcome: string | undefined

  constructor(
    targets: HuntInit<string>['targets'],
    open: (name: string, signal: AbortSignal, round: number) => Promise<string>,
    init: Partial<HuntInit<string>> = {}
  ) {
    const options = init.options ?? defaultMonClientOptions.hunting
    this.backoff = init.backoff ?? new Backoff(options, this.clock, 10_000)
    const rounds = new Map<string, number>()
    this.result = hunt<string>({
      targets,
      open: ({ name }, signal) => {
        this.opened.push(`${name}@${this.clock.now()}`)
        const round = rounds.get(name) ?? 0
        rounds.set(name, round + 1)
        return open(name, signal, round)
      },
      discard: session => this.discarded.push(session),
      options,
      clock: this.clock,
      random: seeded(1),
      giveUp: true,
      signal: this.abort.signal,
      onAttempt: ({ addr, error }) => this.failures.push(`${addr}: ${(error as Error).message}`),
      ...init,
      backoff: this.backoff
    })
    this.result.then(
      session => (this.outcome = session),
      (error: unknown) => (this.outcome = String(error))
    )
  }
}

const silent = (): Promise<string> => new Promise(() => undefined)
/** Heeds its signal, as openMonSession does. */
const heeding = (signal: AbortSignal): Promise<string> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
const abc: readonly MonTarget[] = ['a', 'b', 'c'].map(name => target(name))
const abcde: readonly MonTarget[] = ['a', 'b', 'c', 'd', 'e'].map(name => target(name))
const options = (init: object): HuntInit<string>['options'] => ({ ...defaultMonClientOptions.hunting, ...init })

describe('hunt()', () => {
  it('gives the first session, with three tried at a time', async () => {
    const b = deferred<string>()
    const h: Hunt = new Hunt(
      () => abcde,
      name => (name === 'b' ? b.promise : silent())
    )
    await h.clock.advance(0)
    expect(h.opened).to.have.lengthOf(3)
    b.resolve('session with b')
    if (!h.opened.includes('b@0')) await h.clock.advance(3000)
    expect(await h.result).to.equal('session with b')
    expect(h.clock.sleepers).to.equal(0)
  })

  it('tries all at a time with parallel 0, one with parallel 1', async () => {
    const all = new Hunt(() => abcde, silent, { options: options({ parallel: 0 }) })
    const one = new Hunt(() => abcde, silent, { options: options({ parallel: 1 }) })
    await all.clock.advance(0)
    await one.clock.advance(0)
    expect([all.opened.length, one.opened.length]).to.deep.equal([5, 1])
    all.abort.abort(new Error('enough'))
    one.abort.abort(new Error('enough'))
    expect(await rejection(all.result)).to.have.property('message', 'enough')
    expect(await rejection(one.result)).to.have.property('message', 'enough')
  })

  it('goes to monitors that were not tried when a round brings nothing, and lets late ones go', async () => {
    const late = deferred<string>()
    const h: Hunt = new Hunt(
      () => abcde,
      (_name, _signal, round) =>
        h.clock.now() < 3000 ? late.promise : round === 0 ? Promise.resolve('later') : silent()
    )
    await h.clock.advance(2999)
    expect(h.opened).to.have.lengthOf(3)
    await h.clock.advance(1)
    expect(await h.result).to.equal('later')
    expect(new Set(h.opened.map(opened => opened[0])).size).to.equal(5)
    late.resolve('late')
    await h.clock.advance(0)

    expect(h.discarded.filter(session => session === 'late')).to.have.lengthOf(3)
    expect(h.clock.sleepers).to.equal(0)
  })

  it('aborts the losers, and discards a session that comes even so', async () => {
    const a = deferred<string>()
    const signals: AbortSignal[] = []
    const h: Hunt = new Hunt(
      () => abc,
      (name, signal) => {
        signals.push(signal)
        return name === 'a' ? a.promise : name === 'b' ? Promise.resolve('b') : heeding(signal)
      }
    )
    expect(await h.result).to.equal('b')
    expect(signals.every(signal => signal.aborted)).to.equal(true)
    a.resolve('a')
    await h.clock.advance(0)
    expect(h.discarded).to.deep.equal(['a'])
    expect(h.failures).to.deep.equal([])
  })

  it('waits out the interval between passes when all fail at once', async () => {
    const h: Hunt = new Hunt(
      () => abc,
      () => Promise.reject(fault())
    )
    await h.clock.advance(10_000)
    const times = h.opened.map(opened => Number(opened.split('@')[1]))
    expect(times).to.deep.equal([0, 0, 0, 3000, 3000, 3000, 6000, 6000, 6000, 9000, 9000, 9000])
    h.abort.abort(new Error('enough'))
    expect(await rejection(h.result)).to.have.property('message', 'enough')
    expect(h.clock.sleepers).to.equal(0)
  })

  it('goes on within a pass at once when a round fails early', async () => {
    const h: Hunt = new Hunt(
      () => abcde,
      () => Promise.reject(fault()),
      { options: options({ parallel: 1 }) }
    )
    await h.clock.advance(2999)
    expect(h.opened).to.have.lengthOf(5)
    await h.clock.advance(1)
    expect(h.opened).to.have.lengthOf(10)
    h.abort.abort(new Error('enough'))
    await rejection(h.result)
  })

  for (const [name, constants, expected] of [
    ['MonClient', {}, [0, 4500, 11_250, 21_375, 36_562.5, 59_343.75, 89_343.75]],
    ['the kernel', { parallel: 1, backoff: 2 }, [0, 6000, 18_000, 42_000, 72_000, 102_000, 132_000]]
  ] as const) {
    it(`backs off from the second hunt on with the constants of ${name}`, async () => {
      const clock = createFakeClock()
      const all = options(constants)
      const backoff = new Backoff(all, clock, 10_000)
      backoff.sessionOpened()
      const h: Hunt = new Hunt(() => [target('a')], silent, { backoff, options: all, giveUp: false })
      await h.clock.advance(140_000)
      expect(h.opened.slice(0, 7).map(opened => Number(opened.split('@')[1]))).to.deep.equal(expected)
      h.abort.abort(new Error('enough'))
      await rejection(h.result)
    })
  }

  it('does not wait for an attempt that does not heed its signal', async () => {
    const h: Hunt = new Hunt(() => abc, silent)
    await h.clock.advance(3000)
    expect(h.failures).to.have.lengthOf(3)
    expect(h.failures[0]).to.include('No session within 3000 ms')
    expect(h.opened).to.have.lengthOf(6)
    h.abort.abort(new Error('enough'))
    await rejection(h.result)
  })

  it('does not mix priorities or protocols in a round', async () => {
    const targets = [target('a', { priority: 1 }), target('b'), target('c', { v1: true }), target('d', { priority: 1 })]
    const h: Hunt = new Hunt(() => targets, silent)
    await h.clock.advance(6000)
    const rounds = [0, 3000, 6000].map(time =>
      h.opened
        .filter(opened => opened.endsWith(`@${time}`))
        .map(opened => opened[0])
        .sort()
        .join('')
    )
    expect(rounds).to.deep.equal(['b', 'ad', 'c'])
    h.abort.abort(new Error('enough'))
    await rejection(h.result)
  })

  it('asks for the targets in each pass, with a signal', async () => {
    const maps = [[target('a')], [target('b')]]
    const h: Hunt = new Hunt(
      signal => {
        expect(signal.aborted).to.equal(false)
        return Promise.resolve(maps.shift()!)
      },
      name => (name === 'b' ? Promise.resolve('b') : Promise.reject(fault()))
    )
    await h.clock.advance(3000)
    expect(await h.result).to.equal('b')
    expect(h.opened).to.deep.equal(['a@0', 'b@3000'])
  })

  it('rests first when sessions come and go', async () => {
    const clock = createFakeClock()
    const backoff = new Backoff(defaultMonClientOptions.hunting, clock, 10_000)
    for (let i = 0; i < 3; i++) {
      backoff.sessionOpened()
      backoff.sessionLost()
    }
    const h: Hunt = new Hunt(
      () => abc,
      () => Promise.resolve('x'),
      { backoff, giveUp: false }
    )
    await h.clock.advance(399)
    expect(h.opened).to.deep.equal([])
    await h.clock.advance(1)
    expect(await h.result).to.equal('x')
  })

  describe('with giveUp', () => {
    it('throws a refusal once the others have had a second to say better', async () => {
      const h: Hunt = new Hunt(
        () => abc,
        name => (name === 'b' ? Promise.reject(refused()) : silent())
      )
      await h.clock.advance(999)
      expect(h.outcome).to.equal(undefined)
      await h.clock.advance(1)
      expect(await rejection(h.result)).to.be.instanceOf(AuthMethodRejectedError)
      expect(h.clock.sleepers).to.equal(0)
    })

    it('takes a session that comes within that second', async () => {
      const c = deferred<string>()
      const h: Hunt = new Hunt(
        () => abc,
        name => (name === 'c' ? c.promise : Promise.reject(refused()))
      )
      await h.clock.advance(900)
      c.resolve('c')
      expect(await h.result).to.equal('c')
    })

    it('throws a refusal at once when all have answered', async () => {
      const h: Hunt = new Hunt(
        () => abc,
        name => Promise.reject(name === 'a' ? refused() : fault())
      )
      expect(await rejection(h.result)).to.be.instanceOf(AuthMethodRejectedError)
      expect(h.clock.now()).to.equal(0)
    })

    for (const result of [-11, -16, -110]) {
      it(`tries again when a monitor cannot say yet (${result})`, async () => {
        const h: Hunt = new Hunt(
          () => [target('a')],
          (_name, _signal, round) => (round === 0 ? Promise.reject(refused(result)) : Promise.resolve('a'))
        )
        await h.clock.advance(3000)
        expect(await h.result).to.equal('a')
      })
    }

    it('throws a mistake in the configuration at once', async () => {
      const error = new ConfigError('Secure mode needs cephx')
      const h: Hunt = new Hunt(
        () => abc,
        name => Promise.reject(name === 'a' ? error : fault())
      )
      expect(await rejection(h.result)).to.equal(error)
    })

    it('throws what all monitors say alike as it is', async () => {
      for (const make of [
        () => new FsidMismatchError('a', 'b'),
        () => new BannerError('The peer does not speak msgr2'),
        () => new AuthError('No proof')
      ]) {
        const h: Hunt = new Hunt(
          () => abc,
          () => Promise.reject(make())
        )
        expect((await rejection(h.result)).constructor).to.equal(make().constructor)
      }
    })

    it('throws all attempts when they differ and none can be better later', async () => {
      const h: Hunt = new Hunt(
        () => abc,
        name => Promise.reject(name === 'a' ? new FsidMismatchError('a', 'b') : new BannerError('Strange'))
      )
      const error = await rejection(h.result, MonHuntError)
      expect(error.attempts).to.have.lengthOf(3)
    })

    it('does not hide a bug behind attempts', async () => {
      const h: Hunt = new Hunt(
        () => [target('a')],
        () => Promise.reject(new TypeError('undefined is not a function'))
      )
      expect(await rejection(h.result)).to.be.instanceOf(TypeError)
    })

    it('throws what keeps it from knowing the monitors', async () => {
      const h: Hunt = new Hunt(() => Promise.reject(new ConfigError('No monitors')), silent)
      expect(await rejection(h.result)).to.be.instanceOf(ConfigError)
      expect(await rejection(new Hunt(() => [], silent).result)).to.be.instanceOf(MonHuntError)
    })
  })

  describe('without giveUp', () => {
    it('goes on whatever the monitors say', async () => {
      const errors = [refused(), new ConfigError('x'), new FsidMismatchError('a', 'b'), new TypeError('x')]
      const h: Hunt = new Hunt(
        () => [target('a')],
        (_name, _signal, round) => (round < 4 ? Promise.reject(errors[round]!) : Promise.resolve('at last')),
        { giveUp: false }
      )
      await h.clock.advance(12_000)
      expect(await h.result).to.equal('at last')
    })

    it('goes on when the monitors are not known for now', async () => {
      let asked = 0
      const h: Hunt = new Hunt(
        () => (asked++ === 0 ? Promise.reject(new Error('ENOTFOUND')) : asked === 2 ? [] : [target('a')]),
        () => Promise.resolve('a'),
        { giveUp: false }
      )
      await h.clock.advance(6000)
      expect(await h.result).to.equal('a')
      expect(h.failures).to.deep.equal([
        'mon_host: ENOTFOUND',
        'mon_host: No monitor has an address that this mode may use'
      ])
    })
  })

  it('ends with the reason of its signal at each point, and leaves neither timer nor listener', async () => {
    const reason = new Error('enough')
    for (const when of [0, 1, 1500, 3000, 3001, 7000]) {
      const h: Hunt = new Hunt(
        () => abc,
        (_name, signal) => (h.clock.now() < 3000 ? heeding(signal) : Promise.reject(fault()))
      )
      await h.clock.advance(when)
      h.abort.abort(reason)
      expect(await rejection(h.result)).to.equal(reason)
      await h.clock.advance(0)
      expect(h.clock.sleepers, `aborted after ${when} ms`).to.equal(0)
    }
    const aborted = new Hunt(() => abc, silent, { signal: AbortSignal.abort(reason) })
    expect(await rejection(aborted.result)).to.equal(reason)
    expect(aborted.opened).to.deep.equal([])
  })
})

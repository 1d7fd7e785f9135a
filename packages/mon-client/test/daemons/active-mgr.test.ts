import { getEventListeners } from 'node:events'
import { ServiceId } from '@cephwire/auth'
import { parseEntityAddr } from '@cephwire/codec'
import { expect } from 'chai'
import { withActiveMgr } from '../../src/daemons/active-mgr.js'
import { MonClientClosedError, TargetError } from '../../src/errors.js'
import { rejection } from '../support/canary.js'
import { settle } from '../support/fake-client.js'
import { deferred } from '../support/targets.js'
import type { MgrMap } from '@cephwire/maps'
import type { ActiveMgr } from '../../src/daemons/active-mgr.js'

const ADDR = parseEntityAddr('v2:10.0.0.1:6800/1')
/** With one that is active; 0n: nobody. */
const mgrMap = (gid: bigint): MgrMap =>
  ({
    available: gid !== 0n,
    activeGid: gid,
    activeName: gid === 0n ? '' : `m${gid}`,
    activeAddrs: gid === 0n ? [] : [ADDR],
    activeMgrFeatures: gid * 100n
  }) as unknown as MgrMap
const daemon = (gid: bigint) => ({ name: `m${gid}`, service: ServiceId.Mgr, addrs: [ADDR] })

/** Maps that a test hands in. */
class Maps implements AsyncIterableIterator<MgrMap> {
  ended = false
  #taker: ReturnType<typeof deferred<IteratorResult<MgrMap>>> | undefined

  next(): Promise<IteratorResult<MgrMap>> {
    this.#taker = deferred()
    return this.#taker.promise
  }

  async put(gid: bigint): Promise<void> {
    this.#taker!.resolve({ value: mgrMap(gid), done: false })
    await settle()
  }

  fail(error: Error): void {
    this.#taker!.reject(error)
  }

  end(): void {
    this.ended = true
    this.#taker?.resolve({ value: undefined, done: true })
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}

describe('ActiveMgr', () => {
  let maps: Maps
  let giveUp: AbortController
  const { signal: never } = new AbortController()

  beforeEach(() => {
    maps = new Maps()
    giveUp = new AbortController()
  })
  afterEach(() => {
    expect([never, giveUp.signal].map(signal => getEventListeners(signal, 'abort').length)).to.deep.equal([0, 0])
  })

  /** What something comes to that runs beside the maps. */
  const beside = <T>(run: (mgr: ActiveMgr) => Promise<T>, name = ''): Promise<T> =>
    withActiveMgr(maps, name, giveUp.signal, run)

  it('waits for the first that is active', async () => {
    const located = beside(async mgr => {
      const located = await mgr.locate(never)
      return { located, features: mgr.features }
    })
    await maps.put(0n)
    await maps.put(7n)
    expect(await located).to.deep.equal({ located: { ...daemon(7n), name: 'mgr.m7' }, features: 700n })
    expect(maps.ended).to.equal(true)
  })

  it('takes a map that nobody waits for', async () => {
    const names = await beside(async mgr => {
      await maps.put(7n)
      const first = await mgr.locate(never)
      await maps.put(8n)
      expect(mgr.features).to.equal(700n)
      const second = await mgr.locate(never)
      expect([mgr.features, mgr.map?.activeGid]).to.deep.equal([800n, 8n])
      return [first.name, second.name]
    })
    expect(names).to.deep.equal(['mgr.m7', 'mgr.m8'])
  })

  it('tells when the one that was located has left, also before somebody asks', async () => {
    await beside(async mgr => {
      await maps.put(7n)
      await mgr.locate(never)
      let left = false
      const leaving = mgr.left(never).then(() => (left = true))
      await maps.put(7n)
      expect(left).to.equal(false)
      await maps.put(0n)
      await leaving
      await mgr.left(never)
      expect(left).to.equal(true)
    })
  })

  it('waits no longer than a signal, and goes on for others', async () => {
    const reason = new Error('enough')
    await beside(async mgr => {
      const attempt = new AbortController()
      const errors = [rejection(mgr.locate(attempt.signal)), rejection(mgr.left(attempt.signal))]
      const located = mgr.locate(never)
      attempt.abort(reason)
      expect(await Promise.all(errors)).to.deep.equal([reason, reason])
      await maps.put(7n)
      expect((await located).name).to.equal('mgr.m7')
    })
  })

  it('has to be the one that is named', async () => {
    const error = rejection(
      beside(mgr => mgr.locate(never), 'm8'),
      TargetError
    )
    await maps.put(7n)
    expect(await error).to.include({ errnoName: 'ENXIO', target: 'mgr.m8' })
  })

  it('ends with the maps: with the client, with their signal, or with a map that does not decode', async () => {
    const closed = rejection(
      beside(mgr => mgr.locate(never)),
      MonClientClosedError
    )
    maps.end()
    await closed
    maps = new Maps()
    const wrong = new Error('does not decode')
    const failed = rejection(beside(mgr => mgr.locate(never)))
    maps.fail(wrong)
    expect(await failed).to.equal(wrong)
    maps = new Maps()
    const aborted = rejection(
      beside(mgr => mgr.locate(never)),
      MonClientClosedError
    )
    giveUp.abort()
    await aborted
    expect(maps.ended).to.equal(true)
  })
})

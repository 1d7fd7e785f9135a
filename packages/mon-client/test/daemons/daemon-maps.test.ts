import { expect } from 'chai'
import { DaemonMaps } from '../../src/daemons/daemon-maps.js'
import { settle } from '../support/fake-client.js'
import { deferred } from '../support/targets.js'

describe('DaemonMaps', () => {
  const { signal } = new AbortController()
  let opened: ReturnType<typeof deferred<unknown>>[]
  let newest: bigint
  let maps: DaemonMaps

  beforeEach(() => {
    opened = []
    newest = 7n
    const open = () => {
      const next = deferred<unknown>()
      opened.push(next)
      return { next: () => next.promise, end: () => undefined }
    }
    maps = new DaemonMaps({ run: () => Promise.resolve({ newest, oldest: 1n }), watches: { open } } as never)
  })

  const bring = (fetch: number, epoch: number): void =>
    opened[fetch]!.resolve({ value: { map: { epoch } }, done: false })

  it('asks for an osdmap once for all who want it, and keeps it while it is the newest', async () => {
    const both = [maps.osdMap(signal), maps.osdMap(signal)]
    await settle()
    expect(opened).to.have.lengthOf(1)
    bring(0, 7)
    const [first, second] = await Promise.all(both)
    expect(second).to.equal(first)
    expect(await maps.osdMap(signal)).to.equal(first)
    expect(opened).to.have.lengthOf(1)
  })

  it('asks again when the one that others have asked for is older', async () => {
    const before = maps.osdMap(signal)
    await settle()
    newest = 8n
    const after = maps.osdMap(signal)
    await settle()
    bring(0, 7)
    expect((await before).epoch).to.equal(7)
    await settle()
    bring(1, 8)
    expect((await after).epoch).to.equal(8)
    expect(opened).to.have.lengthOf(2)
  })
})

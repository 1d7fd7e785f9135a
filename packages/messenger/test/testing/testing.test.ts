import { expect } from 'chai'
import { CodecError, parseEntityAddr } from '@cephwire/codec'
import { createFakeClock, formatTranscript, parseTranscript, transportPair } from '@cephwire/messenger/testing'
import { failure } from '../support/attack.js'
import { pattern } from '../support/bytes.js'

describe('createFakeClock()', () => {
  it('stands still until it is moved', async () => {
    const clock = createFakeClock(100)
    expect(clock.now()).to.equal(100)
    await clock.advance(5)
    expect(clock.now()).to.equal(105)
  })

  it('wakes sleepers in the order of their time, each at its own', async () => {
    const clock = createFakeClock()
    const woken: [string, number][] = []
    const sleep = (name: string, millis: number): Promise<number> =>
      clock.sleep(millis).then(() => woken.push([name, clock.now()]))
    const all = [sleep('c', 30), sleep('a', 10), sleep('b', 20)]
    expect(clock.sleepers).to.equal(3)
    await clock.advance(20)
    expect(woken).to.deep.equal([
      ['a', 10],
      ['b', 20]
    ])
    await clock.advance(100)
    await Promise.all(all)
    expect(woken.at(-1)).to.deep.equal(['c', 30])
    expect(clock.sleepers).to.equal(0)
  })

  it('lets a sleeper sleep again on the way', async () => {
    const clock = createFakeClock()
    const woken: number[] = []
    const naps = (async () => {
      for (let i = 0; i < 3; i++) {
        await clock.sleep(10)
        woken.push(clock.now())
      }
    })()
    await clock.advance(30)
    await naps
    expect(woken).to.deep.equal([10, 20, 30])
  })

  it('wakes with the reason of a signal', async () => {
    const clock = createFakeClock()
    const abort = new AbortController()
    const sleeping = failure(clock.sleep(10, { signal: abort.signal }))
    const reason = new Error('up')
    abort.abort(reason)
    expect(await sleeping).to.equal(reason)
    expect(await failure(clock.sleep(10, { signal: abort.signal }))).to.equal(reason)
    expect(clock.sleepers).to.equal(0)
  })
})

describe('transportPair()', () => {
  const remote = parseEntityAddr('v2:10.0.0.1:3300/0')

  it('carries what one writes to the other, in the same pieces', async () => {
    const [left, right] = transportPair(remote)
    expect(left.remote).to.equal(remote)
    await left.write(pattern(3))
    await left.write(pattern(4))
    await right.write(pattern(5))
    const chunks = right.chunks[Symbol.asyncIterator]()
    expect((await chunks.next()).value).to.deep.equal(pattern(3))
    expect((await chunks.next()).value).to.deep.equal(pattern(4))
    expect((await left.chunks[Symbol.asyncIterator]().next()).value).to.deep.equal(pattern(5))
  })

  it('carries copies', async () => {
    const [left, right] = transportPair()
    const bytes = pattern(3)
    await left.write(bytes)
    bytes.fill(0)
    expect((await right.chunks[Symbol.asyncIterator]().next()).value).to.deep.equal(pattern(3))
  })

  it('ends behind what was written', async () => {
    const [left, right] = transportPair()
    await left.write(pattern(3))
    left.destroy()
    const got: Uint8Array[] = []
    for await (const chunk of right.chunks) got.push(chunk)
    expect(got).to.deep.equal([pattern(3)])
    expect(await failure(right.write(pattern(1)))).to.be.instanceOf(Error)
  })

  it('fails its own reader with the cause of destroy()', async () => {
    const [left, right] = transportPair()
    const waiting = failure(left.chunks[Symbol.asyncIterator]().next())
    const cause = new Error('reset')
    left.destroy(cause)
    left.destroy()
    expect(await waiting).to.equal(cause)
    expect(await right.chunks[Symbol.asyncIterator]().next()).to.deep.equal({ value: undefined, done: true })
  })
})

describe('parseTranscript() and formatTranscript()', () => {
  const transcript = {
    comments: ['why'],
    header: { release: '1.2.3' },
    entries: [
      { from: 'client', label: 'banner', bytes: pattern(100) },
      { from: 'server', label: 'nothing', bytes: new Uint8Array(0) }
    ]
  } as const

  it('are inverse', () => {
    expect(parseTranscript(formatTranscript(transcript))).to.deep.equal(transcript)
  })

  it('refuse other lines, by their number', () => {
    expect(() => parseTranscript('# x\nwhat is this')).to.throw(CodecError, 'Line 2')
    expect(() => parseTranscript('> x\n  zz')).to.throw(CodecError)
  })
})

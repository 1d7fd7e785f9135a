import { expect } from 'chai'
import { Latest } from '../src/latest.js'
import { rejection } from './support/canary.js'

async function collect<T>(values: AsyncIterable<T>, into: T[] = []): Promise<T[]> {
  for await (const value of values) into.push(value)
  return into
}
const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

describe('Latest', () => {
  it('gives the value there is, then each new one, to every watcher', async () => {
    const latest = new Latest<number>()
    latest.set(1)
    const [a, b] = [collect(latest.watch()), collect(latest.watch())]
    for (const value of [2, 3]) {
      await turn()
      latest.set(value)
    }
    await turn()
    latest.end()
    expect(await Promise.all([a, b])).to.deep.equal([
      [1, 2, 3],
      [1, 2, 3]
    ])
  })

  it('leaves out what is overtaken before it is taken', async () => {
    const latest = new Latest<number>()
    const iterator = latest.watch()
    latest.set(1)
    expect((await iterator.next()).value).to.equal(1)
    for (const value of [2, 3, 4]) latest.set(value)
    expect((await iterator.next()).value).to.equal(4)
    latest.end()
    expect((await iterator.next()).done).to.equal(true)
  })

  it('gives the last value before it ends', async () => {
    const latest = new Latest<number>()
    latest.set(1)
    latest.end()
    expect(await collect(latest.watch())).to.deep.equal([1])
  })

  it('ends with an error when it is told so', async () => {
    const latest = new Latest<number>()
    const watching = rejection(collect(latest.watch()))
    await turn()
    latest.end(new Error('over'))
    latest.end()
    expect(await watching).to.have.property('message', 'over')
  })

  it('ends with the signal, before, during and between', async () => {
    const latest = new Latest<number>()
    expect(await collect(latest.watch(AbortSignal.abort()))).to.deep.equal([])
    const controller = new AbortController()
    const seen: number[] = []
    const watching = collect(latest.watch(controller.signal), seen)
    latest.set(1)
    await turn()
    controller.abort()
    await watching
    latest.set(2)
    expect(seen).to.deep.equal([1])
  })
})

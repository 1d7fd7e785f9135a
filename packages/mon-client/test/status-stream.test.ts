import { expect } from 'chai'
import { StatusStream } from '../src/status-stream.js'
import type { MonClientStatus } from '../src/status-stream.js'

const session = (monitor: string): MonClientStatus => ({ state: 'have_session', monitor, addr: '', globalId: 1n })

describe('StatusStream', () => {
  it('gives the present state, then each change to each reader, and ends with closed', async () => {
    const stream = new StatusStream()
    const read = async (): Promise<string[]> => {
      const seen: string[] = []
      for await (const status of stream.read())
        seen.push(status.state === 'have_session' ? status.monitor : status.state)
      return seen
    }
    const readers = [read(), read()]
    stream.publish(session('a'))
    stream.publish({ state: 'hunting', cause: new Error('lost') })
    stream.publish(session('b'))
    const late = read()
    stream.publish({ state: 'closed' })
    expect(await Promise.all([...readers, late])).to.deep.equal([
      ['hunting', 'a', 'hunting', 'b', 'closed'],
      ['hunting', 'a', 'hunting', 'b', 'closed'],
      ['b', 'closed']
    ])
  })

  it('says closed to who comes after the end', async () => {
    const stream = new StatusStream()
    stream.publish({ state: 'closed' })
    const iterator = stream.read()
    expect([await iterator.next(), await iterator.next()]).to.deep.equal([
      { value: { state: 'closed' }, done: false },
      { value: undefined, done: true }
    ])
  })

  it('drops the oldest changes of a reader that takes none', async () => {
    const stream = new StatusStream()
    const iterator = stream.read()
    await iterator.next()
    for (let i = 0; i < 1000; i++) stream.publish(session(String(i)))
    expect((await iterator.next()).value).to.include({ monitor: '744' })
    await iterator.return()
  })
})

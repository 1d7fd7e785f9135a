import { expect } from 'chai'
import type { Message } from '@cephwire/messenger'
import { MessageQueue } from '../src/message-queue.js'
import { failure } from './support/attack.js'

const empty = new Uint8Array(0)
const message = (seq: number): Message => ({
  type: 4,
  seq: BigInt(seq),
  tid: 0n,
  priority: 127,
  version: 1,
  compatVersion: 1,
  front: empty,
  middle: empty,
  data: empty
})

const END = { value: undefined, done: true }

describe('MessageQueue', () => {
  it('hands messages out in order, whoever comes first', async () => {
    const queue = new MessageQueue(10)
    queue.push(message(1))
    const taken = [queue.next(), queue.next()]
    expect((await taken[0]!).value).to.include({ seq: 1n })
    queue.push(message(2))
    queue.push(message(3))
    expect((await taken[1]!).value).to.include({ seq: 2n })
    expect((await queue.next()).value).to.include({ seq: 3n })
  })

  it('is full at its capacity, and says when it no longer is', async () => {
    const queue = new MessageQueue(2)
    await queue.room()
    queue.push(message(1))
    expect(queue.full).to.equal(false)
    queue.push(message(2))
    expect(queue.full).to.equal(true)
    let room = false
    const waiting = queue.room().then(() => (room = true))
    await Promise.resolve()
    expect(room).to.equal(false)
    await queue.next()
    await waiting
    expect(queue.full).to.equal(false)
  })

  it('has room once it has ended, so that nobody waits for ever', async () => {
    const queue = new MessageQueue(1)
    queue.push(message(1))
    const waiting = queue.room()
    queue.end(undefined)
    await waiting
    await queue.room()
  })

  it('ends behind what it holds, and takes nothing more', async () => {
    const queue = new MessageQueue(10)
    queue.push(message(1))
    queue.end(undefined)
    queue.push(message(2))
    expect((await queue.next()).value).to.include({ seq: 1n })
    expect(await queue.next()).to.deep.equal(END)
    expect(await queue.next()).to.deep.equal(END)
  })

  it('hands its error out once, to who waits', async () => {
    const queue = new MessageQueue(10)
    const waiting = failure(queue.next())
    const error = new Error('over')
    queue.end(error)
    queue.end(new Error('again'))
    expect(await waiting).to.equal(error)
    expect(await queue.next()).to.deep.equal(END)
  })

  it('hands its error out once, to who comes', async () => {
    const queue = new MessageQueue(10)
    const error = new Error('over')
    queue.end(error)
    expect(await failure(queue.next())).to.equal(error)
    expect(await queue.next()).to.deep.equal(END)
  })

  it('refuses a second taker', async () => {
    const queue = new MessageQueue(10)
    const waiting = queue.next()
    expect(await failure(queue.next())).to.be.instanceOf(TypeError)
    queue.end(undefined)
    await waiting
  })

  it('keeps order over many', async () => {
    const queue = new MessageQueue(100_000)
    for (let seq = 1; seq <= 5000; seq++) queue.push(message(seq))
    for (let seq = 1; seq <= 5000; seq++) expect((await queue.next()).value).to.include({ seq: BigInt(seq) })
  })
})

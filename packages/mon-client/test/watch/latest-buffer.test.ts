import { expect } from 'chai'
import { LatestBuffer } from '../../src/watch/latest-buffer.js'
import type { Update } from '../../src/watch/feed.js'

const update = (value: number): Update<number> => ({ version: BigInt(value), value })

describe('LatestBuffer', () => {
  it('keeps the newest of what was not taken', () => {
    const buffer = new LatestBuffer((value: number) => `v${value}`)
    expect(buffer.waiting).to.equal(false)
    expect(buffer.take()).to.equal(undefined)
    for (const value of [1, 2, 3]) expect(buffer.put(update(value))).to.equal(true)
    expect(buffer.waiting).to.equal(true)
    expect(buffer.take()).to.equal('v3')
    expect(buffer.waiting).to.equal(false)
    expect(buffer.take()).to.equal(undefined)
  })

  it('tells again what has not changed, unless it is told how to compare', () => {
    const buffer = new LatestBuffer((value: number) => value)
    buffer.put(update(1))
    buffer.take()
    buffer.put(update(1))
    expect(buffer.take()).to.equal(1)
  })

  it('passes over what differs in nothing from what was taken', () => {
    const buffer = new LatestBuffer(
      (value: number) => value,
      (a, b) => a % 10 === b % 10
    )
    buffer.put(update(1))
    expect(buffer.take()).to.equal(1)
    buffer.put(update(11))
    expect(buffer.waiting).to.equal(false)
    buffer.put(update(12))
    expect(buffer.take()).to.equal(12)
  })

  it('hands out what changed to and fro before it was taken', () => {
    const buffer = new LatestBuffer(
      (value: number) => value,
      (a, b) => a === b
    )
    for (const value of [1, 2, 1]) buffer.put(update(value))
    expect(buffer.take()).to.equal(1)
  })

  it('makes what is handed out only then', () => {
    let made = 0
    const buffer = new LatestBuffer(() => ++made)
    for (const value of [1, 2, 3]) buffer.put(update(value))
    expect(made).to.equal(0)
    expect(buffer.take()).to.equal(1)
  })

  it('hands out what is undefined', () => {
    const buffer = new LatestBuffer((value: undefined) => value)
    buffer.put({ version: undefined, value: undefined })
    expect(buffer.waiting).to.equal(true)
    expect(buffer.take()).to.equal(undefined)
    expect(buffer.waiting).to.equal(false)
  })
})

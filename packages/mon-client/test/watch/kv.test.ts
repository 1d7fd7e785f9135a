import { encodeMessage, kvData } from '@cephwire/messages'
import { expect } from 'chai'
import { KVBuffer, kvFeed } from '../../src/watch/kv.js'
import { received } from '../support/monmaps.js'

type Data = Readonly<Record<string, string | undefined>>

const dataOf = (data: Data): Map<string, Uint8Array | undefined> =>
  new Map(Object.entries(data).map(([key, value]) => [key, value === undefined ? undefined : Buffer.from(value)]))

describe('kvFeed', () => {
  const message = received(
    encodeMessage(kvData, { prefix: 'app/', version: 7n, incremental: true, data: dataOf({ 'app/a': 'x' }) })
  )

  it('reads the entries under its prefix', () => {
    const update = kvFeed.read(message, 'kv:app/')!
    expect(update.version).to.equal(7n)
    const { version, incremental, data } = update.value
    expect({ version, incremental, keys: [...data.keys()] }).to.deep.equal({
      version: 7n,
      incremental: true,
      keys: ['app/a']
    })
    expect(Buffer.from(data.get('app/a')!).toString()).to.equal('x')
  })

  it('leaves those of another prefix alone', () => {
    expect(kvFeed.read(message, 'kv:app')).to.equal(undefined)
    expect(kvFeed.read(message, 'kv:')).to.equal(undefined)
  })
})

describe('KVBuffer', () => {
  let version: bigint

  beforeEach(() => {
    version = 0n
  })

  const put = (buffer: KVBuffer, incremental: boolean, data: Data): boolean => {
    version++
    return buffer.put({ version, value: { version, incremental, data: dataOf(data) } })
  }
  const taken = (buffer: KVBuffer): unknown => {
    const update = buffer.take()
    if (update === undefined) return undefined
    const data = [...update.data].map(([key, value]) => [
      key,
      value === undefined ? 'gone' : Buffer.from(value).toString()
    ])
    return { ...update, data: Object.fromEntries(data) as Data }
  }

  it('hands out everything, then what changed', () => {
    const buffer = new KVBuffer(0)
    put(buffer, false, { a: '1' })
    expect(taken(buffer)).to.deep.equal({ version: 1n, incremental: false, data: { a: '1' } })
    put(buffer, true, { a: undefined })
    expect(taken(buffer)).to.deep.equal({ version: 2n, incremental: true, data: { a: 'gone' } })
    expect(buffer.take()).to.equal(undefined)
  })

  it('merges changes into everything: what is gone is not there', () => {
    const buffer = new KVBuffer(0)
    put(buffer, false, { a: '1', b: '1' })
    put(buffer, true, { a: undefined, c: '2' })
    put(buffer, true, { b: '3' })
    expect(taken(buffer)).to.deep.equal({ version: 3n, incremental: false, data: { b: '3', c: '2' } })
  })

  it('merges changes: the last of each key, also that it is gone', () => {
    const buffer = new KVBuffer(0)
    put(buffer, false, { a: '1' })
    buffer.take()
    put(buffer, true, { a: '2', b: '2' })
    put(buffer, true, { a: undefined })
    put(buffer, true, { b: '4', c: undefined })
    expect(taken(buffer)).to.deep.equal({ version: 4n, incremental: true, data: { a: 'gone', b: '4', c: 'gone' } })
  })

  it('takes everything for what came before it', () => {
    const buffer = new KVBuffer(0)
    put(buffer, false, { a: '1' })
    put(buffer, true, { b: '2' })
    put(buffer, false, { c: '3' })
    expect(taken(buffer)).to.deep.equal({ version: 3n, incremental: false, data: { c: '3' } })
  })

  it('asks for everything when an increment comes first', () => {
    const buffer = new KVBuffer(0)
    expect(put(buffer, true, { a: '1' })).to.equal(false)
    expect(buffer.waiting).to.equal(false)
    expect(put(buffer, false, { a: '1', b: '1' })).to.equal(true)
    expect(put(buffer, true, { b: '3' })).to.equal(true)
    expect(taken(buffer)).to.deep.equal({ version: 3n, incremental: false, data: { a: '1', b: '3' } })
  })

  it('begins with increments where the first version is known', () => {
    const buffer = new KVBuffer(1)
    expect(put(buffer, true, { a: '1' })).to.equal(true)
    expect(taken(buffer)).to.deep.equal({ version: 1n, incremental: true, data: { a: '1' } })
  })

  it('passes over increments that say nothing, and counts them where others wait', () => {
    const buffer = new KVBuffer(0)
    put(buffer, false, {})
    expect(taken(buffer)).to.deep.equal({ version: 1n, incremental: false, data: {} })
    put(buffer, true, {})
    expect(buffer.waiting).to.equal(false)
    put(buffer, true, { a: '3' })
    put(buffer, true, {})
    expect(taken(buffer)).to.deep.equal({ version: 4n, incremental: true, data: { a: '3' } })
  })
})

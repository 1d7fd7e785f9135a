import { expect } from 'chai'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Dispatcher } from '../src/dispatcher.js'
import { received } from './support/monmaps.js'
import type { Message } from '@cephwire/messenger'

const message = (type: number): Message => received({ type, front: new Uint8Array(0) })

describe('Dispatcher', () => {
  let dispatcher: Dispatcher
  let seen: string[]

  beforeEach(() => {
    dispatcher = new Dispatcher()
    seen = []
  })

  const handler =
    (name: string, takes: boolean) =>
    ({ type }: Message): boolean => {
      seen.push(`${name} ${type}`)
      return takes
    }

  it('hands each message to the handler of its type, and to nobody else when that takes it', () => {
    dispatcher.handle(1, handler('one', true))
    dispatcher.handle(2, handler('two', true))
    dispatcher.onMessage(handler('other', true))
    for (const type of [1, 2, 1]) dispatcher.dispatch(message(type))
    expect(seen).to.deep.equal(['one 1', 'two 2', 'one 1'])
  })

  it('hands messages of other types to the handler of the rest', () => {
    dispatcher.handle(1, handler('one', false))
    dispatcher.handleRest(handler('rest', true))
    dispatcher.onMessage(handler('other', true))
    for (const type of [1, 2]) dispatcher.dispatch(message(type))
    expect(seen).to.deep.equal(['one 1', 'other 1', 'rest 2'])
  })

  it('offers what is left to the others, in order, until one takes it', () => {
    dispatcher.handle(1, handler('own', false))
    dispatcher.onMessage(handler('first', false))
    dispatcher.onMessage(handler('second', true))
    dispatcher.onMessage(handler('third', true))
    dispatcher.dispatch(message(1))
    dispatcher.dispatch(message(9))
    expect(seen).to.deep.equal(['own 1', 'first 1', 'second 1', 'first 9', 'second 9'])
  })

  it('lets a handler be taken away, once, and leaves the same function that was added twice', () => {
    const same = handler('same', false)
    const remove = dispatcher.onMessage(same)
    dispatcher.onMessage(same)
    dispatcher.dispatch(message(1))
    remove()
    remove()
    dispatcher.dispatch(message(2))
    expect(seen).to.deep.equal(['same 1', 'same 1', 'same 2'])
  })

  it('is not confused by handlers that come and go while a message is handed on', () => {
    const removeFirst = dispatcher.onMessage(({ type }) => {
      seen.push(`first ${type}`)
      removeFirst()
      dispatcher.onMessage(handler('new', false))
      return false
    })
    dispatcher.onMessage(handler('second', false))
    dispatcher.dispatch(message(1))
    dispatcher.dispatch(message(2))
    expect(seen).to.deep.equal(['first 1', 'second 1', 'second 2', 'new 2'])
  })

  it('throws what an own handler throws', () => {
    dispatcher.handle(1, () => {
      throw new Error('does not decode')
    })
    expect(() => dispatcher.dispatch(message(1))).to.throw('does not decode')
  })

  it('takes a message for taken whose handler throws, and tells the process', async () => {
    const listeners = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    const uncaught = new Promise<Error>(resolve => process.once('uncaughtException', resolve))
    try {
      dispatcher.onMessage(() => {
        throw new Error('a bug of the application')
      })
      dispatcher.onMessage(handler('second', true))
      dispatcher.dispatch(message(1))
      expect((await uncaught).message).to.equal('a bug of the application')
    } finally {
      for (const listener of listeners) process.on('uncaughtException', listener)
    }
    expect(seen).to.deep.equal([])
  })

  it('publishes what nobody takes', () => {
    const published: unknown[] = []
    const listen = (message: unknown): void => void published.push(message)
    subscribe('ceph:mon:message:unknown', listen)
    try {
      dispatcher.handle(1, handler('own', false))
      dispatcher.onMessage(handler('other', false))
      const bytes = { front: new Uint8Array(3), middle: new Uint8Array(2), data: new Uint8Array(1) }
      dispatcher.dispatch(received({ type: 1, tid: 7n, ...bytes }))
    } finally {
      unsubscribe('ceph:mon:message:unknown', listen)
    }
    expect(published).to.deep.equal([{ type: 1, tid: 7n, bytes: 6 }])
  })
})

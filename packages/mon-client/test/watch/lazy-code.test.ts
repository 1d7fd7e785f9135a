import { expect } from 'chai'
import { LazyCode } from '../../src/watch/lazy-code.js'
import { rejection } from '../support/canary.js'

describe('LazyCode', () => {
  it('loads when it is first asked, once, and then has it', async () => {
    let loads = 0
    const lazy = new LazyCode(() => Promise.resolve(`load ${++loads}`))
    expect([loads, lazy.code]).to.deep.equal([0, undefined])
    expect(await Promise.all([lazy.load(), lazy.load()])).to.deep.equal(['load 1', 'load 1'])
    expect(lazy.code).to.equal('load 1')
    expect(await lazy.load()).to.equal('load 1')
  })

  it('tries again after a failure', async () => {
    let loads = 0
    const lazy = new LazyCode(() => (++loads === 1 ? Promise.reject(new Error('no file')) : Promise.resolve(loads)))
    expect((await rejection(lazy.load())).message).to.equal('no file')
    expect(lazy.code).to.equal(undefined)
    expect(await lazy.load()).to.equal(2)
  })
})

import { expect } from 'chai'
import { fields, list, number, text } from '../src/json-reader.js'

describe('JSON of which nothing is known', () => {
  it('is read where it has the type that is looked for', () => {
    expect([fields({ a: 1 })['a'], list([1]), number(1.5), text('a')]).to.deep.equal([1, [1], 1.5, 'a'])
  })

  it('counts as empty where it has another', () => {
    for (const value of [undefined, null, true, Infinity]) {
      expect([fields(value), list(value), number(value), text(value)]).to.deep.equal([{}, [], 0, ''])
    }
    expect([list({ length: 1 }), number('1'), text(1)]).to.deep.equal([[], 0, ''])
  })
})

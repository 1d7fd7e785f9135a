import { expect } from 'chai'
import { commandToJson } from '../../src/argparse/index.js'

describe('commandToJson()', () => {
  it('keeps integers of any size and tells them from floats', () => {
    const command = new Map<string, string | bigint | number | boolean>([
      ['prefix', 'x'],
      ['id', 18446744073709551615n],
      ['weight', 1],
      ['ratio', 0.5],
      ['large', 1e21],
      ['yes', true]
    ])
    expect(commandToJson(command)).to.equal(
      '{"prefix": "x", "id": 18446744073709551615, "weight": 1.0, "ratio": 0.5, "large": 1e+21, "yes": true}'
    )
  })

  it('has names of any kind as fields of their own', () => {
    expect(commandToJson(new Map([['__proto__', 'x']]))).to.equal('{"__proto__": "x"}')
  })
})

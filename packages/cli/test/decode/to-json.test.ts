import { parseEntityAddr } from '@cephwire/codec'
import { expect } from 'chai'
import { stringify, toJson } from '../../src/decode/to-json.js'

describe('toJson()', () => {
  it('names fields as Ceph does, and leaves out how a value was encoded', () => {
    expect(toJson({ globalId: 1n, encoding: { structV: 2 }, crushLoc: undefined })).to.deep.equal({ global_id: 1n })
  })

  it('leaves the keys of a map as they are, one named encoding too', () => {
    const pairs = new Map([
      ['camelCase', 'a'],
      ['encoding', 'b']
    ])
    expect(toJson({ metadata: pairs })).to.deep.equal({ metadata: { camelCase: 'a', encoding: 'b' } })
  })

  it('writes addresses that are keys as text', () => {
    const blocklist = new Map([[parseEntityAddr('v1:10.0.0.1:0/7'), { sec: 0, nsec: 0 }]])
    expect(toJson({ blocklist })).to.deep.equal({ blocklist: { 'v1:10.0.0.1:0/7': '0.000000' } })
  })
})

describe('stringify()', () => {
  it('writes integers of 64 bits, and leaves out what is undefined', () => {
    expect(stringify({ a: 18446744073709551615n, b: undefined, c: [null, true, 1.5, {}] })).to.equal(
      '{"a":18446744073709551615,"c":[null,true,1.5,{}]}'
    )
  })

  it('writes text that cannot steer a terminal, and reads the same', () => {
    const steering = { 'k\u202e': '\u001b[2J\u009b\u2028\u007f\ud800"\\' }
    const text = stringify(steering)
    expect(text).to.match(/^[\x20-\x7e]+$/)
    expect(JSON.parse(text)).to.deep.equal(steering)
  })
})

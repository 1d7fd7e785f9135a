import { expect } from 'chai'
import { parseDescriptions, validateCommand } from '../../src/argparse/index.js'

describe('parseDescriptions()', () => {
  for (const text of ['', '[]', '1', '{"cmd1":1}', '{"cmd1":{}}', '{"cmd1":{"sig":[{}]}}', '{"cmd1":{"sig":[null]}}']) {
    it(`refuses ${text || 'nothing at all'}`, () => {
      expect(() => parseDescriptions(text))
        .to.throw()
        .with.property('code', 'ERR_CEPH_COMMAND_DESCRIPTIONS')
    })
  }

  it('takes any word for a type that is not known', () => {
    const descriptions = parseDescriptions('{"cmd1":{"sig":["a",{"name":"b","type":"CephNovelty"}]}}')
    const { command } = validateCommand(descriptions, ['a', 'c'])
    expect(command).to.deep.equal(
      new Map([
        ['prefix', 'a'],
        ['b', 'c']
      ])
    )
  })

  it('never compiles what the cluster sends as a regular expression', () => {
    const sig = ['a', { name: 'b', type: 'CephString', goodchars: '(x+x+)+y' }]
    const descriptions = parseDescriptions(JSON.stringify({ cmd1: { sig } }))
    const { command } = validateCommand(descriptions, ['a', 'x'.repeat(50_000)])
    expect(command?.get('prefix')).to.equal('a')
  })

  it('takes obsolete commands out of the choice, and leaves hidden ones', () => {
    const text = '{"cmd1":{"sig":["a"],"flags":2},"cmd2":{"sig":["b"],"flags":32}}'
    expect(validateCommand(parseDescriptions(text), ['a']).command).to.equal(undefined)
    expect(validateCommand(parseDescriptions(text), ['b']).command).to.deep.equal(new Map([['prefix', 'b']]))
  })
})

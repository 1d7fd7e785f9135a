import { expect } from 'chai'
import { targetOf } from '../../src/commands/target.js'

describe('targetOf()', () => {
  for (const [words, target] of [
    [[], { kind: 'monitors' }],
    [['status'], { kind: 'monitors' }],
    [['tell'], { kind: 'monitors' }],
    [['tell', 'mon', 'version'], { kind: 'monitors' }],
    [['tell', 'mgr', 'version'], { kind: 'told', target: 'mgr' }],
    [['tell', 'mds.a.b', 'version'], { kind: 'told', target: 'mds.a.b' }],
    [['tell', 'osd.*', 'version'], { kind: 'each', target: 'osd.*' }],
    [['tell', '1.2f', 'query'], { kind: 'told', target: '1.2f' }],
    [['pg', '1.2f', 'query'], { kind: 'told', target: '1.2f' }],
    [['pg', 'dump'], { kind: 'monitors' }],
    [['pg', 'ls', '1.2f'], { kind: 'monitors' }]
  ] as const) {
    it(`knows whom "${words.join(' ')}" is for`, () => {
      expect(targetOf(words)).to.deep.equal(target)
    })
  }

  for (const [who, message] of [
    ['foo', 'CephName: no . in foo'],
    ['foo.1', 'unknown type foo'],
    ['osd.x', 'osd id x not integer'],
    ['*', 'there is nobody of all types'],
    ['client.1', 'clients take no commands']
  ] as const) {
    it(`refuses ${who}`, () => {
      expect(() => targetOf(['tell', who, 'version'])).to.throw(message)
    })
  }
})

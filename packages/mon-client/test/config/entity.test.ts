import { expect } from 'chai'
import { parseConfigEntity } from '../../src/config/entity.js'
import { ConfigError } from '../../src/errors.js'

describe('parseConfigEntity()', () => {
  it('takes a name apart at its first dot', () => {
    expect(parseConfigEntity('client.rgw.a', 'options')).to.deep.equal({
      type: 'client',
      id: 'rgw.a',
      name: 'client.rgw.a'
    })
  })

  it('knows the name that all monitors share', () => {
    expect(parseConfigEntity('mon.', 'options')).to.deep.equal({ type: 'mon', id: '', name: 'mon.' })
  })

  for (const name of [
    'admin',
    'client.',
    '.admin',
    '',
    'user.x',
    'client.a b',
    'client.\x1b[31m',
    `client.${'x'.repeat(1000)}`
  ]) {
    it(`refuses ${JSON.stringify(name.slice(0, 20))}`, () => {
      expect(() => parseConfigEntity(name, 'CEPH_ARGS')).to.throw(ConfigError, '(CEPH_ARGS)')
    })
  }

  it('prints no control characters', () => {
    expect(() => parseConfigEntity('client.\x1b[31m', 'options')).to.throw(ConfigError, '"client.\\u001b[31m"')
  })
})

import { expect } from 'chai'
import { parseTellTarget, parseTellWildcard } from '../../src/daemons/tell-target.js'
import { withPgid } from '../../src/daemons/with-pgid.js'
import { ConfigError } from '../../src/errors.js'
import { thrown } from '../support/canary.js'

describe('parseTellTarget()', () => {
  for (const [text, target] of [
    ['mon.a', { type: 'mon', id: 'a' }],
    ['mon.0', { type: 'mon', id: '0' }],
    ['mon', { type: 'mon', id: '' }],
    ['a', { type: 'mon', id: 'a' }],
    ['mgr', { type: 'mgr', id: '' }],
    ['mgr.host.x', { type: 'mgr', id: 'host.x' }],
    ['osd.3', { type: 'osd', id: 3 }],
    ['mds.a', { type: 'mds', id: 'a' }],
    ['mds.4123', { type: 'mds', id: '4123' }],
    ['mds.one:0', { type: 'mds', id: 'one:0' }],
    ['1.0', { type: 'pg', id: '1.0' }],
    ['12.1f', { type: 'pg', id: '12.1f' }]
  ] as const) {
    it(`reads ${text}`, () => {
      expect(parseTellTarget(text)).to.deep.equal(target)
    })
  }

  for (const text of [
    'osd',
    'osd.',
    'osd.x',
    'osd.-1',
    'osd.99999999999',
    'mds',
    'client.admin',
    '',
    'osd.*',
    'mon.*'
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(thrown(() => parseTellTarget(text), ConfigError).message).to.include(JSON.stringify(text))
    })
  }
})

describe('parseTellWildcard()', () => {
  it('knows the four kinds of daemons, and nothing else', () => {
    const all = ['mon.*', 'mgr.*', 'osd.*', 'mds.*', 'client.*', '*', 'osd.1*', 'osd.1', 'mgr'].map(parseTellWildcard)
    const known = all.slice(0, 4).map(wildcard => wildcard?.type)
    expect(known).to.deep.equal(['mon', 'mgr', 'osd', 'mds'])
    expect(all.slice(4).every(wildcard => wildcard === undefined)).to.equal(true)
  })
})

describe('withPgid()', () => {
  const pgidOf = (json: string): string => withPgid({ json, prefix: 'query' }, '1.0').json

  it('puts the placement group into a command, whose numbers stay as they are', () => {
    expect(pgidOf(' {"prefix":"query","n":18446744073709551615}')).to.equal(
      '{"pgid":"1.0","prefix":"query","n":18446744073709551615}'
    )
  })

  it('changes nothing where it is there, and refuses another', () => {
    const json = '{"prefix":"query","pgid":"1.0"}'
    expect(pgidOf(json)).to.equal(json)
    expect(thrown(() => pgidOf('{"prefix":"query","pgid":"2.0"}'), ConfigError)).to.include({ option: 'pgid' })
  })
})

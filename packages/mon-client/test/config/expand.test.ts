import { expect } from 'chai'
import { expandMeta, MAX_EXPANDED_LENGTH } from '../../src/config/expand.js'
import { ConfigError } from '../../src/errors.js'

function expand(text: string, options: Readonly<Record<string, string>> = {}): string {
  return expandMeta(text, {
    variables: new Map([['id', 'admin']]),
    option: name => (Object.hasOwn(options, name) ? options[name] : undefined)
  })
}

describe('expandMeta()', () => {
  it('leaves an open brace, where Ceph would drop the rest', () => {
    expect(expand('a${id b')).to.equal('a${id b')
  })

  it('does not replace what a variable stands for', () => {
    expect(expandMeta('$id', { variables: new Map([['id', '$id$x']]), option: () => 'y' })).to.equal('$id$x')
  })

  it('goes eight rounds deep and no deeper', () => {
    const options = Object.fromEntries(
      'a b c d e f g h i j'.split(' ').map((name, i, all) => [name, `${name}$${all[i + 1] ?? 'id'}`])
    )
    expect(expand('$c', options)).to.equal('cdefghijadmin')
    expect(expand('$a', options)).to.equal('abcdefgh$i')
  })

  it('knows no names that objects inherit', () => {
    expect(expand('$constructor ${__proto__}')).to.equal('$constructor ${__proto__}')
  })

  it('refuses a value that grows without measure', () => {
    const many = (name: string): string => `$${name} `.repeat(100)
    const options = { a: many('b'), b: many('c'), c: many('d'), d: 'x'.repeat(100) }
    expect(() => expand('$a', options)).to.throw(ConfigError, `grows beyond ${MAX_EXPANDED_LENGTH} characters`)
  })

  it('refuses a value that takes without end and gives nothing', () => {
    const many = (name: string): string => `$${name}`.repeat(1000)
    const options = { a: many('b'), b: many('c'), c: many('d'), d: many('e'), e: '' }
    expect(() => expand('$a', options)).to.throw(ConfigError)
  })
})

import { expect } from 'chai'
import { EntityType, encode } from '@cephwire/codec'
import { toHex } from '@cephwire/codec/testing'
import { AuthError, authEntityCodec, formatAuthEntity, parseAuthEntity } from '@cephwire/auth'
import { thrownBy } from './support/vectors.js'

describe('parseAuthEntity()', () => {
  for (const [text, type, id] of [
    ['client.admin', EntityType.Client, 'admin'],
    ['client.rgw.eu-1.host_2', EntityType.Client, 'rgw.eu-1.host_2'],
    ['client.käthe@example', EntityType.Client, 'käthe@example'],
    ['osd.3', EntityType.Osd, '3'],
    ['mgr.x', EntityType.Mgr, 'x'],
    ['mon.', EntityType.Mon, '']
  ] as const) {
    it(`reads ${text}, and formatAuthEntity() writes it again`, () => {
      expect(parseAuthEntity(text)).to.deep.equal({ type, id })
      expect(formatAuthEntity({ type, id })).to.equal(text)
    })
  }

  for (const text of [
    '',
    'admin',
    '.admin',
    'client',
    'client.',
    'auth.x',
    'Client.x',
    'pool.x',
    'client.a b',
    'client.a\tb'
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parseAuthEntity(text)).to.throw(AuthError)
    })
  }

  it('refuses what cannot be printed, and prints none of it', () => {
    for (const id of ['\x1b[31m', '\0', 'a\u202eb', 'a\u2028b', '\ud800', '\u0085', '\x7f']) {
      const error = thrownBy(() => parseAuthEntity(`client.${id}`)) as Error
      expect(error).to.be.instanceOf(AuthError)
      expect(error.message).not.to.match(/[\p{C}\u2028\u2029]/u)
    }
  })

  it('refuses ids over 255 bytes, without repeating them', () => {
    expect(parseAuthEntity(`client.${'ä'.repeat(127)}`).id).to.have.lengthOf(127)
    const error = thrownBy(() => parseAuthEntity(`client.${'ä'.repeat(128)}`)) as Error
    expect(error).to.be.instanceOf(AuthError)
    expect((thrownBy(() => parseAuthEntity('x'.repeat(100_000))) as Error).message.length).to.be.below(200)
  })
})

describe('authEntityCodec', () => {
  it('is the type as u32 and the id without it', () => {
    expect(toHex(encode(authEntityCodec, parseAuthEntity('client.admin')))).to.equal('080000000500000061646d696e')
  })
})

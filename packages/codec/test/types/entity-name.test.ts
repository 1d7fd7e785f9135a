import { expect } from 'chai'
import { CodecError, EntityType, entityNameCodec, formatEntityName, parseEntityName } from '@cephwire/codec'
import { acceptedTruncations, checkRoundTrip } from '@cephwire/codec/testing'
import { vector } from '../vectors.js'

describe('entity_name_t', () => {
  it('is a type and a number', () => {
    expect(checkRoundTrip(entityNameCodec, vector('entity-name-mon'))).to.deep.equal({ type: EntityType.Mon, num: 1n })
    expect(acceptedTruncations(entityNameCodec, vector('entity-name-mon'))).to.deep.equal([])
  })

  it('has its text both ways', () => {
    for (const text of ['mon.0', 'osd.12', 'client.9223372036854775807', 'mgr.4117', 'mds.1']) {
      expect(formatEntityName(parseEntityName(text))).to.equal(text)
    }
    expect(parseEntityName('client.-1').num).to.equal(-1n)
  })

  it('prints a number that is not known as ?', () => {
    expect(formatEntityName({ type: EntityType.Mon, num: -1n })).to.equal('mon.?')
    expect(formatEntityName({ type: 3, num: 0n })).to.equal('unknown(3).0')
  })

  it('refuses text that is no name', () => {
    for (const text of ['', 'mon', 'mon.', 'mon.a', 'mom.0', 'mon. 1', 'client.9223372036854775808', 'mon.1 ']) {
      expect(() => parseEntityName(text), text).to.throw(CodecError, 'Not an entity name')
    }
  })
})

import { expect } from 'chai'
import { EntityType, entityTypeName, parseEntityType } from '@cephwire/codec'

describe('EntityType', () => {
  it('has the numbers of CEPH_ENTITY_TYPE_*', () => {
    expect(EntityType).to.deep.equal({ Mon: 1, Mds: 2, Osd: 4, Client: 8, Mgr: 16, Auth: 32 })
  })

  it('goes to its name and back', () => {
    for (const type of Object.values(EntityType)) expect(parseEntityType(entityTypeName(type))).to.equal(type)
    expect(entityTypeName(EntityType.Mgr)).to.equal('mgr')
  })

  it('says a number that has no name, and knows no type for a word that is none', () => {
    expect(entityTypeName(3)).to.equal('unknown(3)')
    for (const word of ['', 'Mon', 'toString', 'unknown']) expect(parseEntityType(word)).to.equal(undefined)
  })
})

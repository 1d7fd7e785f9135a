import * as cli from '@cephwire/cli'
import { expect } from 'chai'

describe('@cephwire/cli', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(cli).sort()).to.deep.equal(['run'])
  })
})

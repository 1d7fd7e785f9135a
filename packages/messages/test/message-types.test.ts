import { MessageType, messageTypeName } from '@cephwire/messages'
import { expect } from 'chai'

describe('MessageType', () => {
  it('has each number once', () => {
    const numbers = Object.values(MessageType)
    expect(new Set(numbers).size).to.equal(numbers.length)
  })
})

describe('messageTypeName()', () => {
  it('gives the name of the class in Ceph', () => {
    expect(messageTypeName(MessageType.MonCommandAck)).to.equal('MMonCommandAck')
    expect(messageTypeName(0x704)).to.equal('MMgrMap')
  })

  it('gives the number of a type without a name', () => {
    expect(messageTypeName(999)).to.equal('message(999)')
  })
})

import { CodecError } from '@cephwire/codec'
import { fromHex } from '@cephwire/codec/testing'
import { decodeMessage, messageCodec, messageCodecs, messageTypeName, monSubscribe } from '@cephwire/messages'
import { expect } from 'chai'
import { samples } from './samples/index.js'

describe('messageCodec()', () => {
  it('finds a codec by type', () => {
    expect(messageCodec(15)).to.equal(monSubscribe)
  })

  it('knows nothing of other types', () => {
    expect([0, 3, 999, 0xffff].map(messageCodec)).to.deep.equal([undefined, undefined, undefined, undefined])
  })
})

describe('messageCodecs', () => {
  it('have the names of their types', () => {
    for (const { type, name } of messageCodecs) expect(messageTypeName(type)).to.equal(name)
  })
})

describe('decodeMessage()', () => {
  for (const { codec, value, front } of samples) {
    it(`tells an ${codec.name} by its type`, () => {
      const { type, name, headVersion: version, compatVersion } = codec
      const message = { type, version, compatVersion, front: fromHex(front) }
      expect(decodeMessage(message)).to.deep.equal({ name, type, value })
    })
  }

  it('narrows the value by the name', () => {
    const message = decodeMessage({ type: 5, version: 1, compatVersion: 1, front: new Uint8Array(0) })
    expect(message?.name === 'MMonGetMap' && Object.keys(message.value)).to.deep.equal([])
  })

  it('leaves a type that it does not know to the caller', () => {
    expect(decodeMessage({ type: 42, version: 9, compatVersion: 9, front: fromHex('ff') })).to.equal(undefined)
  })

  it('throws a CodecError for bytes that are no such message', () => {
    const read = (): unknown => decodeMessage({ type: 4, version: 1, compatVersion: 1, front: fromHex('05000000') })
    expect(read).to.throw(CodecError)
  })
})

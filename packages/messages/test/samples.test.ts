import { CodecError } from '@cephwire/codec'
import { everyTruncation, fromHex, toHex } from '@cephwire/codec/testing'
import { decodeFront, encodeMessage, messageCodecs } from '@cephwire/messages'
import { expect } from 'chai'
import { samples } from './samples/index.js'

/** Lengths at which a front is whole without its optional tail; Infinity: an opaque struct up to the end. */
const wholeAt: Readonly<Record<string, (length: number, full: number) => boolean>> = {
  MAuth: (length, full) => length === full - 4,
  MLogAck: length => length === 24,
  MPing: length => length === 0,
  MFSMap: length => length >= 4,
  MFSMapUser: length => length >= 4,
  MMgrMap: () => true,
  MServiceMap: () => true
}

describe('samples', () => {
  it('hold every message that the package knows', () => {
    expect(samples.map(({ codec }) => codec.name).sort()).to.deep.equal(messageCodecs.map(({ name }) => name).sort())
  })

  for (const { codec, value, front: hex } of samples) {
    const front = fromHex(hex)

    describe(codec.name, () => {
      it('encodes to the bytes of its layout', () => {
        const message = encodeMessage(codec, value)
        expect(toHex(message.front)).to.equal(toHex(front))
        expect(message).to.include({ type: codec.type, version: codec.headVersion, compatVersion: codec.compatVersion })
      })

      it('decodes from them', () => {
        const header = { version: codec.headVersion, compatVersion: codec.compatVersion }
        expect(decodeFront(codec, { ...header, front })).to.deep.equal(value)
      })

      it('refuses every truncation with a CodecError', () => {
        for (const cut of everyTruncation(front)) {
          if (wholeAt[codec.name]?.(cut.length, front.length) === true) continue
          const decodeCut = (): unknown =>
            decodeFront(codec, { version: codec.headVersion, compatVersion: 0, front: cut })
          expect(decodeCut, `${cut.length} bytes`).to.throw(CodecError)
        }
      })
    })
  }
})

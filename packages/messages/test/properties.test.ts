import { CodecError } from '@cephwire/codec'
import { createRandom, fromHex } from '@cephwire/codec/testing'
import { decodeFront } from '@cephwire/messages'
import { expect } from 'chai'
import { samples } from './samples/index.js'

const ROUNDS = 300

describe('decoders of hostile bytes', () => {
  for (const [i, { codec, front: hex }] of samples.entries()) {
    it(`${codec.name} throws nothing but CodecError`, () => {
      const random = createRandom(0xcef0 + i)
      const front = fromHex(hex)
      for (let round = 0; round < ROUNDS; round++) {
        const bytes = round % 2 === 0 ? random.bytes(random.below(120)) : front.slice()
        if (round % 2 === 1 && bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256)
        try {
          decodeFront(codec, { version: 1 + random.below(codec.headVersion), compatVersion: 0, front: bytes })
        } catch (error) {
          expect(error, `seed ${random.seed}, round ${round}`).to.be.instanceOf(CodecError)
        }
      }
    })

    it(`${codec.name} believes no count of 2³² − 1`, () => {
      const front = fromHex(hex)
      for (let at = 0; at + 4 <= front.length; at++) {
        const bytes = front.slice()
        bytes.fill(0xff, at, at + 4)
        try {
          decodeFront(codec, { version: codec.headVersion, compatVersion: 0, front: bytes })
        } catch (error) {
          expect(error, `at ${at}`).to.be.instanceOf(CodecError)
        }
      }
    })
  }
})

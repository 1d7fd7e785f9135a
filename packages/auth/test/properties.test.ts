import { expect } from 'chai'
import { CephError, Reader } from '@cephwire/codec'
import { createRandom } from '@cephwire/codec/testing'
import * as auth from '@cephwire/auth'
import { readVector, recordedRandom, stoppedClock } from './support/vectors.js'
import type { Decode } from '@cephwire/codec'

const SEED = 20260601
const isCodec = (value: unknown): value is { decode: Decode<unknown> } =>
  typeof value === 'object' && value !== null && 'decode' in value

/** Runs it; anything but an error of ours fails the test. */
function survives(what: string, run: () => unknown): void {
  try {
    run()
  } catch (error) {
    if (!CephError.isCephError(error)) throw new Error(`${what} (seed ${SEED})`, { cause: error })
  }
}

describe('whatever the bytes', () => {
  for (const [name, codec] of Object.entries(auth).filter(([, value]) => isCodec(value))) {
    it(`${name} throws nothing but CodecError`, () => {
      const random = createRandom(SEED)
      for (let i = 0; i < 2000; i++) {
        const bytes = random.bytes(random.below(80))
        survives(name, () => (codec as { decode: Decode<unknown> }).decode(new Reader(bytes)))
      }
    })
  }

  for (const file of ['pacific-aes-secure', 'tentacle-aes256k-secure']) {
    it(`an AUTH_DONE of ${file} with changed bytes throws nothing but errors of ours, and leaves no tickets`, () => {
      const random = createRandom(SEED)
      const vector = readVector(file)
      for (let i = 0; i < 400; i++) {
        const payload = vector.bytes('done').slice()
        for (let n = random.below(3); n >= 0; n--) payload[random.below(payload.length)] = random.below(256)
        const entity = auth.parseAuthEntity('client.admin')
        const client = auth.cephx({ entity, key: vector.key, random: recordedRandom, clock: stoppedClock() })
        client.start()
        client.more(vector.bytes('challenge'))
        let finished = false
        survives(`change ${i}`, () => {
          client.done(payload, { globalId: 5n, conMode: 2 })
          finished = true
        })
        expect(client.tickets.services().length > 0).to.equal(finished)
      }
    })
  }

  it('a keyring throws nothing but KeyringError', () => {
    const random = createRandom(SEED)
    const alphabet = '[]="\'\\;# \t\r\nkeycaps_client.admin.mon.AQ+/'
    for (let i = 0; i < 3000; i++) {
      const text = Array.from({ length: random.below(60) }, () => alphabet[random.below(alphabet.length)]).join('')
      survives(JSON.stringify(text), () => auth.Keyring.parse(text))
    }
  })
})

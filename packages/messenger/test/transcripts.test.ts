import { expect } from 'chai'
import { createRandom, toHex } from '@cephwire/codec/testing'
import { ConnectionFaultError } from '@cephwire/messenger'
import { formatTranscript, parseTranscript } from '@cephwire/messenger/testing'
import { eventTrace, readTranscript, replay, serverBytes, transcriptNames } from './support/replay.js'

describe('recorded sessions', function () {
  this.timeout(60_000)
  this.slow(30_000)

  it('are these', () => {
    expect(transcriptNames).to.have.members([
      'Client-v1-cephx',
      'Client-v1-cephx-before-nautilus',
      'Client-v2.1-crc-cephx',
      'Client-v2.1-crc-none',
      'Client-v2.1-secure-cephx',
      'Client-v2.1-secure-cephx-aes256k'
    ])
  })

  for (const name of transcriptNames) {
    describe(name, () => {
      const transcript = readTranscript(name)
      const bytes = serverBytes(transcript)

      it('is written as it is read', () => {
        expect(parseTranscript(formatTranscript(transcript))).to.deep.equal(transcript)
      })

      it('gets exactly the recorded bytes from this client', async () => {
        const { written, messages, roundTrips, surplus } = await replay(transcript)
        const recorded = transcript.entries.filter(({ from }) => from === 'client')
        expect(written).to.deep.equal(recorded.map(({ label, bytes }) => ({ label, hex: toHex(bytes) })))
        expect(surplus).to.equal(0)
        expect(roundTrips).to.equal(1)
        expect(messages.map(({ type }) => type)).to.include.members([4, 51])
      })

      it('has the same events, cut in any two', async () => {
        const { trace: whole } = await eventTrace(transcript, [bytes])
        expect(whole).to.have.length.of.at.least(3)
        for (let at = 0; at <= bytes.length; at += 3) {
          const { trace, error } = await eventTrace(transcript, [bytes.subarray(0, at), bytes.subarray(at)])
          expect(trace).to.deep.equal(whole)
          expect(error).to.be.instanceOf(ConnectionFaultError)
        }
      })

      it('FR-22 has the same events byte by byte and in 200 random splits', async () => {
        const { trace: whole } = await eventTrace(transcript, [bytes])
        const single = Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1))
        expect((await eventTrace(transcript, single)).trace).to.deep.equal(whole)
        for (let seed = 1; seed <= 200; seed++) {
          const { trace } = await eventTrace(transcript, randomPieces(bytes, seed))
          expect(trace, `seed ${seed}`).to.deep.equal(whole)
        }
      })

      it('NT-01 cut off after each byte is a fault, behind the events that came before', async () => {
        const { trace: whole } = await eventTrace(transcript, [bytes])
        for (let length = 0; length < bytes.length; length++) {
          const { trace, error } = await eventTrace(transcript, [bytes.subarray(0, length)])
          expect(error, `after ${length}`).to.be.instanceOf(ConnectionFaultError)
          expect(trace, `after ${length}`).to.deep.equal(whole.slice(0, trace.length))
        }
      })
    })
  }
})

function randomPieces(bytes: Uint8Array, seed: number): Uint8Array[] {
  const random = createRandom(seed)
  const pieces: Uint8Array[] = []
  // Small pieces and large ones.
  const most = 1 + random.below(bytes.length)
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + 1 + random.below(most))
    pieces.push(bytes.subarray(at, end))
    at = end
  }
  return pieces
}

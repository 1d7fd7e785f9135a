import { expect } from 'chai'
import { FrameIntegrityError, FrameTooLargeError, MalformedFrameError, UnexpectedFrameError } from '@cephwire/messenger'
import { Tag } from '@cephwire/messenger'
import { ascii, concat, pattern } from '../support/bytes.js'
import { vector } from '../support/vectors.js'
import { attackServer } from './support/accepted.js'
import type { Phase } from './support/scripted-client.js'

/** Rows of the server's side: at which phase, what, and the error that it ends in. */
const rows: readonly (readonly [string, Phase, new (...args: never[]) => Error])[] = [
  ['FR-01', 'hello', MalformedFrameError],
  ['FR-02', 'hello', MalformedFrameError],
  ['FR-03', 'hello', MalformedFrameError],
  ['FR-04', 'hello', FrameIntegrityError],
  ['FR-05-tag0', 'hello', UnexpectedFrameError],
  ['FR-05-tag23', 'hello', UnexpectedFrameError],
  ['FR-05-tag255', 'hello', UnexpectedFrameError],
  ['FR-06', 'hello', MalformedFrameError],
  ['FR-07', 'auth', FrameTooLargeError],
  ['FR-08', 'auth', FrameTooLargeError],
  ['FR-09', 'more', FrameTooLargeError],
  ['FR-10a', 'more', FrameTooLargeError],
  ['FR-10b', 'ident', FrameTooLargeError],
  ['FR-11a', 'hello', MalformedFrameError],
  ['FR-11b', 'ready', MalformedFrameError],
  ['FR-14-40', 'ready', MalformedFrameError],
  ['FR-14-42', 'ready', MalformedFrameError],
  ['FR-15-front', 'ready', FrameTooLargeError],
  ['FR-15-data', 'ready', FrameTooLargeError],
  ['FR-15-control', 'ready', FrameTooLargeError],
  ['FR-16', 'auth', FrameTooLargeError],
  ['FR-18-hello', 'hello', FrameIntegrityError],
  ['FR-24-marker3', 'hello', MalformedFrameError],
  ['FR-24-elen1', 'hello', MalformedFrameError],
  ['FR-24-elen65535', 'hello', MalformedFrameError]
]

describe('SV-03 hostile frames to a server', () => {
  for (const [id, phase, expected] of rows) {
    it(`${id} at ${phase} ends in one ${expected.name}`, async () => {
      expect(await attackServer(phase, client => client.raw(vector(id)))).to.be.instanceOf(expected)
    })
  }

  it('FR-16 a handshake of more than 256 KiB ends, in frames of any size', async () => {
    const blob = pattern(60_000)
    const u32 = new Uint8Array(4)
    new DataView(u32.buffer).setUint32(0, blob.length, true)
    const authenticator = {
      begin: () => ({ kind: 'more', payload: ascii('a') }) as const,
      more: () => ({ kind: 'more', payload: ascii('a') }) as const
    }
    const error = await attackServer(
      'more',
      async client => {
        for (let i = 0; i < 5; i++) await client.frame(Tag.AuthRequestMore, [concat(u32, blob)])
      },
      { accept: { authenticator, limits: { maxAuthRounds: 100 } } }
    )
    expect(error)
      .to.be.instanceOf(FrameTooLargeError)
      .and.to.include({ limit: 256 * 1024 })
  })
})

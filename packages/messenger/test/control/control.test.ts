import { expect } from 'chai'
import { CEPH_FEATURES_ALL, decode, encode, parseEntityAddr } from '@cephwire/codec'
import { acceptedTruncations, checkRoundTrip, createRandom, fromHex } from '@cephwire/codec/testing'
import {
  authBadMethodCodec,
  authDoneCodec,
  authMoreCodec,
  authRequestCodec,
  authSignatureCodec,
  clientIdentCodec,
  helloCodec,
  identMissingFeaturesCodec,
  seqCodec,
  serverIdentCodec,
  sessionReconnectCodec,
  sessionResetCodec
} from '@cephwire/messenger/frames'
import { CodecError } from '@cephwire/codec'
import type { Codec } from '@cephwire/codec'
import { ascii, pattern } from '../support/bytes.js'
import { readTranscript } from '../support/replay.js'
import { vector } from '../support/vectors.js'

const body = (frame: Uint8Array): Uint8Array => frame.subarray(32, -4)

const recorded = (name: string, label: string): Uint8Array =>
  body(readTranscript(name).entries.find(entry => entry.label.startsWith(`${label} `))!.bytes)

const addr = parseEntityAddr('v2:10.0.0.1:3300/0')
const sessionReconnect = {
  addrs: [addr],
  clientCookie: 1n,
  serverCookie: 2n,
  globalSeq: 3n,
  connectSeq: 4n,
  msgSeq: 5n
}

/** Each codec with bytes: from real monitors, from the documents, else by hand. */
const samples: readonly (readonly [string, Codec<unknown>, Uint8Array])[] = [
  ['HELLO', helloCodec as Codec<unknown>, body(vector('OK-hello-mon-127.0.0.1:50000'))],
  ['HELLO of a real monitor', helloCodec as Codec<unknown>, recorded('Client-v2.1-crc-cephx', 'HELLO')],
  ['AUTH_REQUEST', authRequestCodec as Codec<unknown>, body(vector('OK-auth-request-admin-crc'))],
  ['AUTH_BAD_METHOD', authBadMethodCodec as Codec<unknown>, body(vector('AU-01'))],
  ['AUTH_REPLY_MORE', authMoreCodec as Codec<unknown>, body(vector('OK-challenge'))],
  ['AUTH_DONE of a real monitor', authDoneCodec as Codec<unknown>, recorded('Client-v2.1-secure-cephx', 'AUTH_DONE')],
  ['AUTH_SIGNATURE', authSignatureCodec as Codec<unknown>, recorded('Client-v2.1-crc-cephx', 'AUTH_SIGNATURE')],
  ['CLIENT_IDENT', clientIdentCodec as Codec<unknown>, recorded('Client-v2.1-crc-cephx', 'CLIENT_IDENT')],
  [
    'SERVER_IDENT of a real monitor',
    serverIdentCodec as Codec<unknown>,
    recorded('Client-v2.1-crc-cephx', 'SERVER_IDENT')
  ],
  ['IDENT_MISSING_FEATURES', identMissingFeaturesCodec as Codec<unknown>, fromHex('00000000 000000 08')],
  ['SESSION_RESET', sessionResetCodec as Codec<unknown>, fromHex('01')],
  ['ACK', seqCodec as Codec<unknown>, fromHex('2a00000000000080')],
  ['SESSION_RECONNECT', sessionReconnectCodec as Codec<unknown>, encode(sessionReconnectCodec, sessionReconnect)]
]

describe('control frames', () => {
  for (const [name, codec, bytes] of samples) {
    describe(name, () => {
      it('comes back byte for byte', () => void checkRoundTrip(codec, bytes, CEPH_FEATURES_ALL))

      it('does not decode cut short', () => {
        expect(acceptedTruncations(codec, bytes)).to.deep.equal([])
      })

      it('throws nothing but CodecError at noise', () => {
        const random = createRandom(17)
        for (let i = 0; i < 300; i++) {
          const noise = Uint8Array.from(bytes)
          for (let n = random.below(4); n >= 0; n--) noise[random.below(noise.length)] = random.below(256)
          try {
            decode(codec, noise)
          } catch (error) {
            expect(error).to.be.instanceOf(CodecError)
          }
        }
      })
    })
  }

  it('say what they say', () => {
    expect(decode(helloCodec, samples[0]![2])).to.deep.equal({
      entityType: 1,
      peerAddr: { type: 'msgr2', nonce: 0, host: '127.0.0.1', port: 50000 }
    })
    expect(decode(authBadMethodCodec, body(vector('AU-01')))).to.deep.equal({
      method: 2,
      result: -13,
      allowedMethods: [2],
      allowedModes: [2]
    })
    const request = decode(authRequestCodec, body(vector('OK-auth-request-admin-crc')))
    expect(request).to.deep.include({ method: 2, preferredModes: [1] })
    expect(request.payload).to.deep.equal(
      Uint8Array.of(10, 8, 0, 0, 0, 5, 0, 0, 0, ...ascii('admin'), ...new Uint8Array(8))
    )
    expect(decode(authMoreCodec, body(vector('OK-challenge')))).to.deep.equal(fromHex('01 8877665544332211'))
    expect(decode(seqCodec, fromHex('2a00000000000080'))).to.equal((1n << 63n) + 42n)
    expect(decode(identMissingFeaturesCodec, fromHex('0000000000000008'))).to.equal(1n << 59n)
    expect(decode(sessionResetCodec, fromHex('00'))).to.equal(false)
    expect(decode(sessionReconnectCodec, encode(sessionReconnectCodec, sessionReconnect))).to.deep.equal(
      sessionReconnect
    )
  })

  it('say what a real monitor says', () => {
    const ident = decode(serverIdentCodec, recorded('Client-v2.1-crc-none', 'SERVER_IDENT'))
    expect(ident).to.include({ gid: 0n, flags: 1n, cookie: 0n })
    expect(ident.addrs.map(({ type, host }) => [type, host])).to.deep.equal([
      ['msgr2', '127.0.0.1'],
      ['legacy', '127.0.0.1']
    ])
    const done = decode(authDoneCodec, recorded('Client-v2.1-secure-cephx', 'AUTH_DONE'))
    expect(done.conMode).to.equal(2)
    expect(done.globalId > 0n).to.equal(true)
  })

  it('AUTH_SIGNATURE is 32 bytes', () => {
    expect(decode(authSignatureCodec, pattern(32))).to.deep.equal(pattern(32))
    for (const length of [31, 33]) expect(() => decode(authSignatureCodec, pattern(length))).to.throw(CodecError)
  })
})

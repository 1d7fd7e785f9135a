import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { decode } from '@cephwire/codec'
import { acceptedTruncations, checkRoundTrip } from '@cephwire/codec/testing'
import {
  authCapsInfoCodec,
  authEntityCodec,
  authTicketCodec,
  cephXAuthenticateCodec,
  cephXAuthorizeChallengeCodec,
  cephXAuthorizeCodec,
  cephXAuthorizeReplyCodec,
  cephXChallengeBlobCodec,
  cephXRequestHeaderCodec,
  cephXResponseHeaderCodec,
  cephXServerChallengeCodec,
  cephXServiceTicketCodec,
  cephXServiceTicketInfoCodec,
  cephXServiceTicketRequestCodec,
  cephXTicketBlobCodec,
  cryptoKeyCodec,
  entityAuthCodec
} from '@cephwire/auth'
import type { Codec } from '@cephwire/codec'

/** A codec whose values nobody looks into. */
const erase = <T>(codec: Codec<T>): Codec<unknown> => codec as unknown as Codec<unknown>

interface CorpusType {
  readonly codec: Codec<unknown>
  /** Whether the object is of the struct_v that this package writes; default: all are. */
  readonly ours?: (bytes: Uint8Array) => boolean
}

/** Eight bytes of the field that no release uses any more: −1 is what they all write today. */
const unused = (bytes: Uint8Array, at: number): boolean => bytes.subarray(at, at + 8).every(byte => byte === 0xff)
/** Where it is in an AuthTicket: behind struct_v, type, id and global_id. */
const unusedOfTicket = (bytes: Uint8Array, at: number): number => at + 1 + 4 + 4 + bytes[at + 5]! + 8

const types: Readonly<Record<string, CorpusType>> = {
  AuthCapsInfo: { codec: erase(authCapsInfoCodec) },
  AuthTicket: { codec: erase(authTicketCodec), ours: bytes => unused(bytes, unusedOfTicket(bytes, 0)) },
  CephXAuthenticate: { codec: erase(cephXAuthenticateCodec), ours: bytes => bytes[0] === 3 },
  CephXAuthorize: { codec: erase(cephXAuthorizeCodec), ours: bytes => bytes[0] === 2 },
  CephXAuthorizeChallenge: { codec: erase(cephXAuthorizeChallengeCodec) },
  CephXAuthorizeReply: { codec: erase(cephXAuthorizeReplyCodec) },
  CephXChallengeBlob: { codec: erase(cephXChallengeBlobCodec) },
  CephXRequestHeader: { codec: erase(cephXRequestHeaderCodec) },
  CephXResponseHeader: { codec: erase(cephXResponseHeaderCodec) },
  CephXServerChallenge: { codec: erase(cephXServerChallengeCodec) },
  CephXServiceTicket: { codec: erase(cephXServiceTicketCodec) },
  CephXServiceTicketInfo: {
    codec: erase(cephXServiceTicketInfoCodec),
    ours: bytes => unused(bytes, unusedOfTicket(bytes, 1))
  },
  CephXServiceTicketRequest: { codec: erase(cephXServiceTicketRequestCodec) },
  CephXTicketBlob: { codec: erase(cephXTicketBlobCodec) },
  CryptoKey: { codec: erase(cryptoKeyCodec) },
  EntityAuth: { codec: erase(entityAuthCodec), ours: bytes => unused(bytes, 1) },
  EntityName: { codec: erase(authEntityCodec) }
}

const corpus = process.env['CEPH_OBJECT_CORPUS']

/** Objects of a type in a release: RELEASE/TYPE/HASH, or RELEASE/objects/TYPE/HASH as the corpus itself has it. */
function objects(root: string, release: string, type: string): string[] {
  const folder = [join(root, release, type), join(root, release, 'objects', type)].find(path => existsSync(path))
  return folder === undefined ? [] : readdirSync(folder).map(name => join(folder, name))
}

describe('ceph-object-corpus, authentication', () => {
  if (corpus === undefined) {
    it('is skipped: set CEPH_OBJECT_CORPUS to a folder with RELEASE/TYPE/HASH', function () {
      console.log('      CEPH_OBJECT_CORPUS is not set: nothing was compared with what Ceph itself encoded')
      this.skip()
    })
    return
  }

  for (const [type, { codec, ours = () => true }] of Object.entries(types)) {
    describe(type, () => {
      let exact = 0
      for (const release of readdirSync(corpus).sort()) {
        const files = objects(corpus, release, type)
        if (files.length === 0) continue
        it(`of ${release} decodes, and no shorter; byte for byte where the version is ours: ${files.length} objects`, () => {
          for (const file of files) {
            const bytes = Uint8Array.from(readFileSync(file))
            decode(codec, bytes)
            expect(acceptedTruncations(codec, bytes), file).to.deep.equal([])
            if (!ours(bytes)) continue
            checkRoundTrip(codec, bytes)
            exact++
          }
        })
      }

      it('was compared byte for byte', () => {
        expect(exact).to.be.above(0)
      })
    })
  }
})

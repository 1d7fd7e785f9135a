/*
  cephx_calc_client_server_challenge         src/auth/cephx/CephxProtocol.cc

  Key type aes: the bufferlist that encode_encrypt makes of CephXChallengeBlob, 36 bytes with its length, is cut into
  little-endian u64 words; all whole words are XORed. So the length takes part, and the last four bytes do not.

  Key type aes256k: HMAC-SHA256 of the two challenges, its four words XORed.
*/
import { Writer } from '@cephwire/codec'
import { CephxKeyUsage, CryptoKeyType } from '../constants.js'
import { encodeEncrypt } from '../sealed.js'
import { cephXChallengeBlobCodec } from './codecs.js'
import type { CryptoKey } from '../crypto-key.js'
import type { CephXChallengeBlob } from './codecs.js'

/** What proves to the monitor that this side knows the key. */
export function calcClientServerChallenge(key: CryptoKey, challenges: CephXChallengeBlob): bigint {
  const w = new Writer(64)
  if (key.type === CryptoKeyType.Aes256k) {
    cephXChallengeBlobCodec.encode(w, challenges, 0n)
    return xorWords(key.hmacSha256(w.finish()))
  }
  // Keys of this type have no usages, so this one has no number.
  encodeEncrypt(w, cephXChallengeBlobCodec, challenges, key, CephxKeyUsage.Authorize)
  return xorWords(w.finish())
}

function xorWords(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let words = 0n
  for (let at = 0; at + 8 <= bytes.length; at += 8) words ^= view.getBigUint64(at, true)
  return words
}

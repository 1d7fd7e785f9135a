import type { KeyObject } from 'node:crypto'
import type { RandomBytes } from '../random.js'

/** What a key of one type can do. */
export interface Cipher {
  /** As `ceph-authtool --key-type` has it. */
  readonly name: string
  /** Bytes of a secret. */
  readonly secretBytes: number
  encrypt(secret: KeyObject, usage: number, plaintext: Uint8Array, random: RandomBytes): Uint8Array
  /** @returns undefined for what was not encrypted with this key, whatever the reason */
  decrypt(secret: KeyObject, usage: number, ciphertext: Uint8Array): Uint8Array | undefined
  /** 32 bytes of which the signature of a message is made: CephxSessionHandler::_calc_signature */
  sign(secret: KeyObject, block: Uint8Array): Uint8Array
}

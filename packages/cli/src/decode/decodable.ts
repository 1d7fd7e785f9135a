import { decode, encode } from '@cephwire/codec'
import { toJson } from './to-json.js'
import type { Codec, Features } from '@cephwire/codec'
import type { Json } from './to-json.js'

/** One decoded object. */
export interface Decoded {
  readonly json: Json
  /** @throws CodecError when the value cannot be written for a peer with these features */
  encode(features: Features): Uint8Array
  /** The bytes that `encode` should give again. */
  readonly bytes: Uint8Array
}

/** A type whose encoding can be printed. */
export interface Decodable {
  /** As Ceph names it: `entity_addr_t`. */
  readonly name: string
  /** @throws CodecError */
  decode(bytes: Uint8Array): Decoded
}

/** @param print gives JSON: an object of plain data; defaults to all fields by their names */
export function decodable<T>(name: string, codec: Codec<T>, print: (value: T) => object | Json = toJson): Decodable {
  return {
    name,
    decode(bytes) {
      const value = decode(codec, bytes)
      return { json: print(value) as Json, encode: features => encode(codec, value, features), bytes }
    }
  }
}

import { decode } from '@cephwire/codec'
import type { Codec } from '@cephwire/codec'
import type { EncodedMap, MapUpdate } from './map-feeds.js'

/** Decodes a map when somebody asks for it, and once. */
export class LazyMap<T> implements MapUpdate<T> {
  readonly epoch: number
  readonly bytes: Uint8Array
  readonly #codec: Codec<T>
  #map: T | undefined

  constructor({ epoch, bytes }: EncodedMap, codec: Codec<T>) {
    this.epoch = epoch
    this.bytes = bytes
    this.#codec = codec
  }

  get map(): T {
    return (this.#map ??= decode(this.#codec, this.bytes))
  }
}

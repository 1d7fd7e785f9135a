import { decode, Reader, Writer } from '@cephwire/codec'
import type { Codec, Features } from '@cephwire/codec'

/** How the entries of a map are written, and their order. */
export interface EntryKind<K, V> {
  readonly key: Codec<K>
  readonly value: Codec<V>
  /** Whether entries are as well decoded as kept: what was walked over cannot fail then. */
  readonly isSmall: boolean
  readonly compare: (a: K, b: K) => number
}

/** Copies share all parts of about so many entries that did not change. */
const CHUNK = 64

/** One entry: bytes, and what they decode to once somebody has asked. */
class Entry<K, V> {
  readonly bytes: Uint8Array
  readonly #kind: EntryKind<K, V>
  #key: { readonly key: K; readonly length: number } | undefined
  #value: { readonly value: V } | undefined

  constructor(kind: EntryKind<K, V>, bytes: Uint8Array) {
    this.#kind = kind
    this.bytes = bytes
  }

  #readKey(): { readonly key: K; readonly length: number } {
    const r = new Reader(this.bytes)
    const key = this.#kind.key.decode(r)
    return { key, length: r.offset }
  }

  get key(): K {
    return (this.#key ??= this.#readKey()).key
  }

  get value(): V {
    const { length } = (this.#key ??= this.#readKey())
    return (this.#value ??= { value: decode(this.#kind.value, this.bytes.subarray(length)) }).value
  }
}

/** An entry of a chunk that was decoded in one go. */
class SmallEntry<K, V> {
  readonly key: K
  readonly value: V
  readonly #chunk: Uint8Array
  readonly #from: number
  readonly #to: number

  constructor(key: K, value: V, chunk: Uint8Array, from: number, to: number) {
    this.key = key
    this.value = value
    this.#chunk = chunk
    this.#from = from
    this.#to = to
  }

  get bytes(): Uint8Array {
    return this.#chunk.subarray(this.#from, this.#to)
  }
}

type AnyEntry<K, V> = Pick<Entry<K, V>, 'key' | 'value' | 'bytes'>

/** Some entries in a row. */
interface Chunk<K, V> {
  readonly size: number
  readonly entries: readonly AnyEntry<K, V>[]
  writeTo(w: Writer): void
}

/** Bytes and their offsets until an entry is asked for. */
class BytesChunk<K, V> implements Chunk<K, V> {
  readonly size: number
  readonly #kind: EntryKind<K, V>
  readonly #bytes: Uint8Array
  readonly #offsets: Uint32Array
  #entries: readonly AnyEntry<K, V>[] | undefined

  /** @param offsets of each entry and of the end */
  constructor(kind: EntryKind<K, V>, bytes: Uint8Array, offsets: Uint32Array) {
    this.size = offsets.length - 1
    this.#kind = kind
    this.#bytes = bytes
    this.#offsets = offsets
  }

  get entries(): readonly AnyEntry<K, V>[] {
    return (this.#entries ??= this.#kind.isSmall ? this.#decodeAll() : this.#split())
  }

  #split(): Entry<K, V>[] {
    return Array.from({ length: this.size }, (_, i) => {
      return new Entry(this.#kind, this.#bytes.subarray(this.#offsets[i], this.#offsets[i + 1]))
    })
  }

  #decodeAll(): SmallEntry<K, V>[] {
    const { key, value } = this.#kind
    const chunk = this.#bytes.subarray(this.#offsets[0], this.#offsets[this.size])
    const r = new Reader(chunk)
    return Array.from({ length: this.size }, () => {
      const from = r.offset
      const k = key.decode(r)
      return new SmallEntry(k, value.decode(r), chunk, from, r.offset)
    })
  }

  writeTo(w: Writer): void {
    w.bytes(this.#bytes.subarray(this.#offsets[0], this.#offsets[this.size]))
  }
}

class ListChunk<K, V> implements Chunk<K, V> {
  readonly entries: readonly AnyEntry<K, V>[]

  constructor(entries: readonly AnyEntry<K, V>[]) {
    this.entries = entries
  }

  get size(): number {
    return this.entries.length
  }

  writeTo(w: Writer): void {
    for (const { bytes } of this.entries) w.bytes(bytes)
  }
}

/**
 * A std::map as the bytes that it came in: entries are decoded when they are asked for, and a key is compared by what it
 * says, not by identity. Never changed in place: {@link EntryMap.with} gives a copy, which shares what did not change.
 */
export class EntryMap<K, V> implements ReadonlyMap<K, V> {
  readonly size: number
  readonly #kind: EntryKind<K, V>
  readonly #chunks: readonly Chunk<K, V>[]

  /** The entries in another order, as they came. */
  readonly #asTheyCame: Uint8Array | undefined

  private constructor(kind: EntryKind<K, V>, chunks: readonly Chunk<K, V>[], size: number, asTheyCame?: Uint8Array) {
    this.#kind = kind
    this.#chunks = chunks
    this.size = size
    this.#asTheyCame = asTheyCame
  }

  /**
   * @param bytes entries one behind the other in the order of their keys, kept as a view
   * @param offsets of each entry and of the end
   */
  static fromBytes<K, V>(kind: EntryKind<K, V>, bytes: Uint8Array, offsets: Uint32Array): EntryMap<K, V> {
    const size = offsets.length - 1
    const chunks: Chunk<K, V>[] = []
    for (let from = 0; from < size; from += CHUNK) {
      chunks.push(new BytesChunk(kind, bytes, offsets.subarray(from, Math.min(size, from + CHUNK) + 1)))
    }
    return new EntryMap(kind, chunks, size)
  }

  /**
   * Of entries in any order; of those with the same key the last counts.
   *
   * @param bytes of the entries in the order in which they came, to be written again
   */
  static from<K, V>(
    kind: EntryKind<K, V>,
    entries: Iterable<readonly [K, V]>,
    features: Features,
    bytes: Uint8Array
  ): EntryMap<K, V> {
    const empty = new EntryMap<K, V>(kind, [], 0)
    const sorted = [...entries].sort(([a], [b]) => kind.compare(a, b))
    const unique = sorted.filter(([key], i) => i + 1 === sorted.length || kind.compare(key, sorted[i + 1]![0]) !== 0)
    const made = unique.map(([key, value]) => empty.#made(key, value, features))
    const count = Math.ceil(made.length / CHUNK)
    const chunks = Array.from({ length: count }, (_, i) => new ListChunk(made.slice(i * CHUNK, (i + 1) * CHUNK)))
    return new EntryMap(kind, chunks, made.length, made.length === sorted.length ? bytes : undefined)
  }

  /** The chunk where a key is or would be, and its place there; negative, as `~place`, where it is not. */
  #find(key: K): readonly [number, number] {
    const { compare } = this.#kind
    const chunks = this.#chunks
    let [low, high] = [0, chunks.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (compare(chunks[middle]!.entries[0]!.key, key) <= 0) low = middle
      else high = middle - 1
    }
    const entries = chunks[low]?.entries ?? []
    let [from, to] = [0, entries.length]
    while (from < to) {
      const middle = (from + to) >> 1
      const order = compare(entries[middle]!.key, key)
      if (order === 0) return [low, middle]
      if (order < 0) from = middle + 1
      else to = middle
    }
    return [low, ~from]
  }

  #entry(key: K): AnyEntry<K, V> | undefined {
    const [chunk, place] = this.#find(key)
    return place < 0 ? undefined : this.#chunks[chunk]!.entries[place]
  }

  get(key: K): V | undefined {
    return this.#entry(key)?.value
  }

  has(key: K): boolean {
    return this.#entry(key) !== undefined
  }

  *#all(): Generator<AnyEntry<K, V>> {
    for (const { entries } of this.#chunks) yield* entries
  }

  *entries(): Generator<[K, V], undefined> {
    for (const entry of this.#all()) yield [entry.key, entry.value]
  }

  *keys(): Generator<K, undefined> {
    for (const entry of this.#all()) yield entry.key
  }

  *values(): Generator<V, undefined> {
    for (const entry of this.#all()) yield entry.value
  }

  [Symbol.iterator](): Generator<[K, V], undefined> {
    return this.entries()
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this) callback(value, key, this)
  }

  #made(key: K, value: V, features: Features): Entry<K, V> {
    const w = new Writer()
    this.#kind.key.encode(w, key, features)
    this.#kind.value.encode(w, value, features)
    return new Entry(this.#kind, w.finish())
  }

  /** A copy without some keys and with some entries added or replaced. */
  with(changes: Iterable<readonly [K, V]>, gone: Iterable<K>, features: Features): EntryMap<K, V> {
    const left = [...gone].reduce<EntryMap<K, V>>((map, key) => map.#without(key), this)
    return [...changes].reduce((map, [key, value]) => map.#set(key, this.#made(key, value, features)), left)
  }

  #without(key: K): EntryMap<K, V> {
    const [at, place] = this.#find(key)
    return place < 0 ? this : this.#spliced(at, place, 1)
  }

  #set(key: K, entry: AnyEntry<K, V>): EntryMap<K, V> {
    const [at, place] = this.#find(key)
    return place < 0 ? this.#spliced(at, ~place, 0, entry) : this.#spliced(at, place, 1, entry)
  }

  #spliced(at: number, place: number, gone: number, ...added: AnyEntry<K, V>[]): EntryMap<K, V> {
    const entries = (this.#chunks[at]?.entries ?? []).slice()
    entries.splice(place, gone, ...added)
    const parts = entries.length <= 2 * CHUNK ? [entries] : [entries.slice(0, CHUNK), entries.slice(CHUNK)]
    const chunks = this.#chunks.slice()
    chunks.splice(at, 1, ...parts.filter(part => part.length > 0).map(part => new ListChunk(part)))
    return new EntryMap(this.#kind, chunks, this.size - gone + added.length)
  }

  /** As a map, in the encoding that the entries have. */
  encodeAsIs(w: Writer): void {
    w.u32(this.size)
    if (this.#asTheyCame === undefined) for (const chunk of this.#chunks) chunk.writeTo(w)
    else w.bytes(this.#asTheyCame)
  }
}

import { CephError, CodecError } from '@cephwire/codec'
import type { Uuid } from '@cephwire/codec'

/** The root of errors about maps whose bytes are well formed. Bytes that are not are a CodecError. */
export abstract class MapError extends CephError {
  abstract override readonly code: `ERR_CEPH_MAP_${string}`
}

/** An increment that does not follow on the map that it was to be applied to. */
export class MapGapError extends MapError {
  override readonly code = 'ERR_CEPH_MAP_GAP'
  /** Epoch of the map. */
  readonly have: number
  /** Epoch of the increment; it would have to be one more. */
  readonly got: number

  constructor(have: number, got: number) {
    super(`An increment to epoch ${got} does not apply to a map of epoch ${have}`)
    this.have = have
    this.got = got
  }
}

/** A map of another cluster. */
export class MapFsidError extends MapError {
  override readonly code = 'ERR_CEPH_MAP_FSID'
  readonly expected: Uuid
  readonly actual: Uuid

  constructor(expected: Uuid, actual: Uuid) {
    super(`A map of the cluster ${actual}, expected is ${expected}`)
    this.expected = expected
    this.actual = actual
  }
}

/** A CRUSH map or a rule of it by which nothing can be placed. */
export class CrushPlacementError extends MapError {
  override readonly code = 'ERR_CEPH_MAP_CRUSH'
}

/** A checksum that is not that of the bytes: they have been changed on their way, or were never right. */
export class MapCrcError extends CodecError {
  override readonly code = 'ERR_CEPH_MAP_CRC'
  /** Of what: `OSDMap`, `OSDMap::Incremental`, or `full_crc` of a map to which an increment was applied. */
  readonly what: string
  /** CRC-32C that was declared. */
  readonly expected: number
  /** CRC-32C that was found. */
  readonly actual: number

  constructor(what: string, expected: number, actual: number) {
    super(`Checksum of ${what} is ${actual}, declared is ${expected}`)
    this.what = what
    this.expected = expected
    this.actual = actual
  }
}

/** Facts shared by every error of these packages. */
export interface CephErrorOptions {
  /** What led to this error. */
  readonly cause?: unknown
}

/**
 * The root of all errors that these packages throw.
 *
 * Branch on `code`, or on the class; test with {@link CephError.isCephError} where two copies of this package may be
 * installed side by side, since `instanceof` fails across copies.
 */
export abstract class CephError extends Error {
  /** Stable and documented: `ERR_CEPH_…`. */
  abstract readonly code: `ERR_CEPH_${string}`
  /** Marks errors of this family across copies of the package. */
  readonly cephError = true as const

  constructor(message: string, options: CephErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
  }

  /** Whether `value` is an error of this family, from whichever copy of the package. */
  static isCephError(value: unknown): value is CephError {
    return value instanceof Error && (value as { cephError?: unknown }).cephError === true
  }
}

/** Where in the input a decoder stood. */
export interface CodecErrorPlace {
  /** Bytes from the start of the buffer that the outermost Reader was given. */
  readonly offset?: number
  /** Names of the fields and indexes of the elements around the place, outermost first. */
  readonly path?: readonly string[]
  /** What led to this error. */
  readonly cause?: unknown
}

function placeText({ offset, path }: CodecErrorPlace): string {
  const at = offset === undefined ? '' : ` at offset ${offset}`
  return path === undefined || path.length === 0 ? at : `${at} (${pathText(path)})`
}

/** `['mons', '[2]', 'addrs']` → `mons[2].addrs` */
function pathText(path: readonly string[]): string {
  return path.reduce((text, part) => (text === '' || part.startsWith('[') ? text + part : `${text}.${part}`), '')
}

/** Bytes that are not an encoding of what was asked for, or a value that has no encoding. */
export class CodecError extends CephError {
  override readonly code: `ERR_CEPH_${string}` = 'ERR_CEPH_CODEC'
  /** Bytes from the start of the buffer; undefined for errors of encoding. */
  readonly offset: number | undefined
  /** Fields and elements around the place, outermost first. */
  readonly path: readonly string[]

  constructor(message: string, place: CodecErrorPlace = {}) {
    super(message + placeText(place), place)
    this.offset = place.offset
    this.path = place.path ?? []
  }
}

/** The input ended, or a declared length or count asks for more than the input holds. */
export class TruncatedError extends CodecError {
  override readonly code = 'ERR_CEPH_CODEC_TRUNCATED'
}

/** Bytes were left over behind the value. */
export class TrailingBytesError extends CodecError {
  override readonly code = 'ERR_CEPH_CODEC_TRAILING_BYTES'
}

/** The encoder says that a decoder of our version may not read this struct (struct_compat). */
export class IncompatibleVersionError extends CodecError {
  override readonly code = 'ERR_CEPH_CODEC_INCOMPATIBLE_VERSION'
  /** struct_v of the input. */
  readonly structV: number
  /** struct_compat of the input: the oldest decoder that may read it. */
  readonly structCompat: number
  /** The newest struct_v that this decoder knows. */
  readonly supported: number

  constructor(structV: number, structCompat: number, supported: number, place: CodecErrorPlace = {}) {
    super(
      `Encoding too new: struct_v ${structV} needs a decoder of version ${structCompat}, this one knows ${supported}`,
      place
    )
    this.structV = structV
    this.structCompat = structCompat
    this.supported = supported
  }
}

/** A count, length or nesting beyond what this side is willing to take (docs/limits.md). */
export class LimitError extends CodecError {
  override readonly code = 'ERR_CEPH_CODEC_LIMIT'
}

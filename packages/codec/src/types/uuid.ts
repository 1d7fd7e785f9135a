/*
  uuid_d                                     src/include/uuid.h
    16 bytes in the order of the text form
*/
import { CodecError } from '../errors.js'
import type { Codec } from '../codec.js'

/** A UUID, such as a cluster's fsid, as its text: 36 characters, lower case. */
export type Uuid = string

/** All zeros: an fsid that is not known. */
export const NIL_UUID: Uuid = '00000000-0000-0000-0000-000000000000'

const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const hex: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export const uuidCodec: Codec<Uuid> = {
  encode(w, uuid) {
    const digits = parseUuid(uuid).replaceAll('-', '')
    for (let i = 0; i < 32; i += 2) w.u8(Number.parseInt(digits.slice(i, i + 2), 16))
  },
  decode(r) {
    const digits = Array.from(r.bytes(16), byte => hex[byte]!).join('')
    return [8, 12, 16, 20, 32].map((end, i, ends) => digits.slice(i === 0 ? 0 : ends[i - 1], end)).join('-')
  }
}

/** The UUID in lower case. @throws CodecError when the text is none */
export function parseUuid(text: string): Uuid {
  const uuid = text.toLowerCase()
  if (!PATTERN.test(uuid)) throw new CodecError(`Not a UUID: ${JSON.stringify(text)}`)
  return uuid
}

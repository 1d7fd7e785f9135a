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

const DIGITS = Buffer.from('0123456789abcdef')
/** Filled anew for each UUID, since a large osdmap has tens of thousands: text put together of pieces takes far longer. */
const scratch = Buffer.alloc(36, '-')
/** Where the digits of each byte stand in it. */
const PLACES: readonly number[] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]

export const uuidCodec: Codec<Uuid> = {
  encode(w, uuid) {
    w.bytes(Buffer.from(parseUuid(uuid).replaceAll('-', ''), 'hex'))
  },
  decode(r) {
    const bytes = r.bytes(16)
    for (let i = 0; i < 16; i++) {
      const place = PLACES[i]!
      scratch[place] = DIGITS[bytes[i]! >> 4]!
      scratch[place + 1] = DIGITS[bytes[i]! & 15]!
    }
    return scratch.toString('latin1')
  }
}

/** The UUID in lower case. @throws CodecError when the text is none */
export function parseUuid(text: string): Uuid {
  const uuid = text.toLowerCase()
  if (!PATTERN.test(uuid)) throw new CodecError(`Not a UUID: ${JSON.stringify(text)}`)
  return uuid
}

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
    w.bytes(Buffer.from(parseUuid(uuid).replaceAll('-', ''), 'hex'))
  },
  decode(r) {
    const bytes = r.bytes(16)
    let text = ''
    for (let i = 0; i < 16; i++)
      text += i === 4 || i === 6 || i === 8 || i === 10 ? `-${hex[bytes[i]!]!}` : hex[bytes[i]!]!
    return text
  }
}

/** The UUID in lower case. @throws CodecError when the text is none */
export function parseUuid(text: string): Uuid {
  const uuid = text.toLowerCase()
  if (!PATTERN.test(uuid)) throw new CodecError(`Not a UUID: ${JSON.stringify(text)}`)
  return uuid
}

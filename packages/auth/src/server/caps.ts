import { encode } from '@cephwire/codec'
import type { Codec } from '@cephwire/codec'
import type { AuthCapsInfo } from '../cephx/auth-ticket.js'
import type { CryptoKey } from '../crypto-key.js'

/** What a monitor keeps of an entity. */
export interface ServerEntity {
  readonly key: CryptoKey
  /** By service: `mon` → `allow r`. Without any for the monitor an entity cannot log in. */
  readonly caps: ReadonlyMap<string, string>
}

const stringCodec: Pick<Codec<string>, 'encode'> = { encode: (w, text) => void w.string(text) }

/** As tickets carry them. */
export function capsInfo(caps: string | undefined): AuthCapsInfo {
  return { allowAll: false, caps: caps === undefined ? new Uint8Array(0) : encode(stringCodec, caps) }
}

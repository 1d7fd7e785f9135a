/*
  Rotating secrets of the services           src/auth/cephx/CephxKeyServer.cc, KeyServer; src/auth/Auth.h, RotatingSecrets
    three for each service: the previous, the current, which new tickets are sealed with, and the next
*/
import { utimeFromMillis } from '@cephwire/codec'
import { CryptoKeyType, ServiceId } from '../constants.js'
import { CryptoKey } from '../crypto-key.js'
import { systemRandom } from '../random.js'
import type { Clock } from '@cephwire/messenger'
import type { RandomBytes } from '../random.js'

/** A secret that tickets of a service are sealed with. */
export interface ServiceSecret {
  readonly secretId: bigint
  readonly key: CryptoKey
  /** Milliseconds that a ticket made now is good for. */
  readonly ttl: number
}

/** Who knows the secrets of the services: what verifying tickets needs. */
export interface ServiceSecrets {
  /** The secret with this id; undefined when there is none, or none any more. */
  serviceSecret(service: number, secretId: bigint): CryptoKey | undefined
}

export interface KeyServerInit {
  /** Cipher of the secrets. Default aes. */
  readonly keyType?: CryptoKeyType | undefined
  /** Default: all that take tickets. */
  readonly services?: readonly ServiceId[] | undefined
  /** Milliseconds since 1970; default: the system's. */
  readonly clock?: Pick<Clock, 'now'> | undefined
  readonly random?: RandomBytes | undefined
  /** auth_mon_ticket_ttl in milliseconds; default 72 hours. */
  readonly authTicketTtl?: number | undefined
  /** auth_service_ticket_ttl in milliseconds; default one hour. */
  readonly serviceTicketTtl?: number | undefined
}

interface RotatingSecret {
  readonly secretId: bigint
  readonly key: CryptoKey
  /** Milliseconds since 1970. */
  readonly expires: number
}

/** KEY_ROTATE_NUM: previous, current, next. */
const KEPT = 3
const HOUR = 3_600_000

/** The rotating secrets of a cluster; monitors of one cluster share it. */
export class KeyServer implements ServiceSecrets {
  readonly keyType: CryptoKeyType
  readonly #now: () => number
  readonly #random: RandomBytes
  readonly #ttls: { readonly auth: number; readonly service: number }
  readonly #secrets: ReadonlyMap<number, RotatingSecret[]>
  #lastId = 0n

  constructor(init: KeyServerInit = {}) {
    const { keyType = CryptoKeyType.Aes, services = Object.values(ServiceId), clock, random = systemRandom } = init
    this.keyType = keyType
    this.#now = clock === undefined ? () => Date.now() : () => clock.now()
    this.#random = random
    this.#ttls = { auth: init.authTicketTtl ?? 72 * HOUR, service: init.serviceTicketTtl ?? HOUR }
    this.#secrets = new Map(services.map(service => [service, []]))
  }

  #ttl(service: number): number {
    return service === ServiceId.Auth ? this.#ttls.auth : this.#ttls.service
  }

  /** The secrets of a service, rotated as far as the time demands. */
  #rotated(service: number): readonly RotatingSecret[] {
    const secrets = this.#secrets.get(service) ?? []
    if (!this.#secrets.has(service)) return secrets
    while (secrets.length < KEPT || secrets[1]!.expires <= this.#now()) this.#add(service, secrets)
    return secrets
  }

  #add(service: number, secrets: RotatingSecret[]): void {
    const ttl = this.#ttl(service)
    const now = this.#now()
    const newest = secrets.at(-1)
    const expires = newest === undefined ? now + ttl : Math.max(now + ttl, newest.expires) + ttl
    const created = utimeFromMillis(now)
    const key = CryptoKey.generate(this.keyType, { random: this.#random, created })
    secrets.push({ secretId: ++this.#lastId, key, expires })
    if (secrets.length > KEPT) secrets.shift()
  }

  /** What tickets for a service are sealed with now; undefined when it takes none. */
  currentSecret(service: number): ServiceSecret | undefined {
    const current = this.#rotated(service)[1]
    return current === undefined ? undefined : { ...current, ttl: this.#ttl(service) }
  }

  serviceSecret(service: number, secretId: bigint): CryptoKey | undefined {
    return this.#rotated(service).find(secret => secret.secretId === secretId)?.key
  }

  /** Makes new secrets in place of all: no ticket of the service is good any more. */
  wipe(service: ServiceId): void {
    this.#secrets.get(service)?.splice(0)
  }
}

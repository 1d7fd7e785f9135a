import { AuthMethodRejectedError, authNone, cephx } from '@cephwire/auth'
import { CodecError, EntityType, decode } from '@cephwire/codec'
import { monMapCodec } from '@cephwire/maps'
import { authenticateLegacy } from '@cephwire/mon-client'
import { SubscribeFlag, authReply, decodeFront, encodeMessage, monMap, monSubscribe, ping } from '@cephwire/messages'
import { ConMode, connect } from '@cephwire/messenger'
import { knownClusterOf, parseMonStatus } from './mon-status.js'
import type { MonAuthenticator } from '@cephwire/auth'
import type { AuthMethod, Credentials, MsMode } from '@cephwire/mon-client'
import type { Connection, Message } from '@cephwire/messenger'
import type { KnownCluster, MonStatus } from './mon-status.js'
import type { Target } from './target.js'

/** How far one attempt came, and what it learnt on the way. */
export interface Probe {
  readonly target: Target
  /** The messenger's phases, then PING, MAUTH and MONMAP; DONE at the end. */
  readonly phase: string
  /** What ended it; undefined when it came to its end. */
  readonly error: unknown
  /** Whether nothing came in time. */
  readonly silent: boolean
  /** Milliseconds. */
  readonly millis: number
  readonly method: AuthMethod
  /** `msgr2.1`; undefined before the handshake is over. */
  readonly protocol: string | undefined
  readonly conMode: ConMode | undefined
  /** What the monitor says of itself: on msgr1 to anybody. */
  readonly status: MonStatus | undefined
  /** What the session brought. */
  readonly cluster: KnownCluster | undefined
  /** The key was found right, and the entity refused: on msgr1 the answer tells. */
  readonly keyProven: boolean
}

/** Who tries, and how long. */
export interface ProbeInit {
  /** Undefined for somebody without a key. */
  readonly credentials: Credentials | undefined
  readonly entity: Credentials['entity']
  readonly msMode: MsMode
  /** Milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal
}

const conModes: Readonly<Record<MsMode, readonly ConMode[]>> = {
  legacy: [ConMode.Secure, ConMode.Crc],
  crc: [ConMode.Crc],
  secure: [ConMode.Secure],
  'prefer-crc': [ConMode.Crc, ConMode.Secure],
  'prefer-secure': [ConMode.Secure, ConMode.Crc]
}

const EOPNOTSUPP = -95

/** Tries one address by each method that may do. Throws nothing but the reason of `signal`. */
export async function probe(target: Target, init: ProbeInit): Promise<Probe> {
  const [first = 'none', ...others] = init.credentials?.methods ?? ['none' as const]
  let result = await probeBy(first, target, init)
  for (const method of others) {
    if (!(result.error instanceof AuthMethodRejectedError) || result.error.result !== EOPNOTSUPP) break
    result = await probeBy(method, target, init)
  }
  init.signal.throwIfAborted()
  return result
}

async function probeBy(method: AuthMethod, target: Target, init: ProbeInit): Promise<Probe> {
  const attempt = new Attempt(method, target, init)
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error('Nothing came in time')), init.timeout)
  const started = performance.now()
  let error: unknown
  try {
    await attempt.run(AbortSignal.any([late.signal, init.signal]))
  } catch (cause) {
    error = cause
  } finally {
    clearTimeout(timer)
  }
  const silent = error !== undefined && late.signal.aborted
  return { ...attempt.facts(), error, silent, millis: Math.round(performance.now() - started) }
}

type Facts = Omit<Probe, 'error' | 'silent' | 'millis'>

class Attempt {
  readonly #method: AuthMethod
  readonly #target: Target
  readonly #init: ProbeInit
  #phase = 'CONNECTING'
  #connection: Connection | undefined
  #status: MonStatus | undefined
  #cluster: KnownCluster | undefined
  #keyProven = false

  constructor(method: AuthMethod, target: Target, init: ProbeInit) {
    this.#method = method
    this.#target = target
    this.#init = init
  }

  facts(): Facts {
    return {
      target: this.#target,
      phase: this.#phase,
      method: this.#method,
      protocol: this.#connection?.protocol,
      conMode: this.#connection?.conMode,
      status: this.#status,
      cluster: this.#cluster,
      keyProven: this.#keyProven
    }
  }

  async run(signal: AbortSignal): Promise<void> {
    const authenticator = this.#authenticator()
    const { msMode } = this.#init
    const connection = await connect({
      addr: this.#target.addr,
      authenticator,
      peerType: EntityType.Mon,
      preferredModes: this.#method === 'none' ? [ConMode.Crc] : conModes[msMode],
      onPhase: phase => void (this.#phase = phase),
      signal
    })
    this.#connection = connection
    const abort = (): void => connection.destroy(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    try {
      const messages = connection[Symbol.asyncIterator]()
      await this.#ping(connection, messages)
      if (connection.protocol === 'msgr1') await this.#authenticate(connection, messages, authenticator)
      await this.#fetchMonMap(connection, messages)
      this.#phase = 'DONE'
    } finally {
      signal.removeEventListener('abort', abort)
      connection.destroy()
    }
  }

  #authenticator(): MonAuthenticator {
    const { credentials, entity } = this.#init
    if (this.#method === 'none' || credentials?.key === undefined) return authNone({ entity })
    return cephx({ entity, key: credentials.key })
  }

  /** A monitor answers without a quorum. */
  async #ping(connection: Connection, messages: AsyncIterator<Message>): Promise<void> {
    this.#phase = 'PING'
    connection.send(encodeMessage(ping, { text: '' }))
    this.#status = parseMonStatus(decodeFront(ping, await take(messages, ping.type)).text)
  }

  async #authenticate(
    connection: Connection,
    messages: AsyncIterator<Message>,
    authenticator: MonAuthenticator
  ): Promise<void> {
    this.#phase = 'MAUTH'
    await authenticateLegacy(connection, this.#watched(messages), authenticator, {
      maxEarly: MAX_OTHERS,
      monmapEpoch: 0
    })
  }

  /** A monitor that finds the key right and the caps wanting sends its answer together with the refusal. */
  #watched(messages: AsyncIterator<Message>): AsyncIterator<Message> {
    const next = async (): Promise<IteratorResult<Message>> => {
      const result = await messages.next()
      if (result.done !== true && result.value.type === authReply.type) {
        const { result: code, resultBl } = decodeFront(authReply, result.value)
        this.#keyProven = code < 0 && resultBl.length > 0
      }
      return result
    }
    return { next }
  }

  async #fetchMonMap(connection: Connection, messages: AsyncIterator<Message>): Promise<void> {
    this.#phase = 'MONMAP'
    const what = new Map([['monmap', { start: 0n, flags: SubscribeFlag.Onetime }]])
    connection.send(encodeMessage(monSubscribe, { what, hostname: '' }))
    const { monmapBl } = decodeFront(monMap, await take(messages, monMap.type))
    this.#cluster = knownClusterOf(decode(monMapCodec, monmapBl))
  }
}

/** Messages that may come before the one that is waited for. */
const MAX_OTHERS = 64

async function take(messages: AsyncIterator<Message>, type: number): Promise<Message> {
  for (let others = 0; others <= MAX_OTHERS; others++) {
    const next = await messages.next()
    if (next.done === true) break
    if (next.value.type === type) return next.value
  }
  throw new CodecError('The monitor sends everything but an answer')
}

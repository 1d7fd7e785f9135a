import { AuthMethodRejectedError, authNone, cephx } from '@cephwire/auth'
import { CodecError, EntityType, decode } from '@cephwire/codec'
import { monMapCodec } from '@cephwire/maps/monmap'
import { SubscribeFlag, decodeFront, encodeMessage, monMap, monSubscribe } from '@cephwire/messages'
import { ConMode, connect } from '@cephwire/messenger'
import { authenticateLegacy } from './legacy-auth.js'
import { ConfigError, FsidMismatchError, MonSessionError } from './errors.js'
import type { CephxAuthenticator, MonAuthenticator, TicketStore } from '@cephwire/auth'
import type { Features } from '@cephwire/codec'
import type { MonMap } from '@cephwire/maps'
import type { Clock, Connection, Dial, Message } from '@cephwire/messenger'
import type { AuthMethod } from './config/resolve-config.js'
import type { Credentials } from './credentials.js'
import type { MonTarget } from './mon-target.js'
import type { KeepaliveOptions, MsMode } from './options.js'

/** What all sessions of one client have in common. */
export interface MonSessionInit {
  readonly credentials: Credentials
  readonly msMode: MsMode
  readonly keepalive: Readonly<Required<KeepaliveOptions>>
  readonly clock: Clock
  readonly dial: Dial | undefined
  /** Of our address, for each connection anew: a monitor ends the older of two connections with one address. */
  readonly nonce?: () => number
  /** Undefined for all. */
  readonly features?: Features | undefined
  /** The cluster that is expected; undefined for any. */
  readonly fsid: string | undefined
  /** Of the monmap that is known: a msgr1 monitor sends a newer one by itself. Default: 0. */
  readonly monmapEpoch?: number
  /** Told how far an attempt has come: the messenger's phases, then MAUTH on msgr1, then MONMAP. */
  readonly onPhase?: ((phase: string) => void) | undefined
}

/** An authenticated session with one monitor, which has shown that it serves by handing out its monmap. */
export interface MonSession {
  readonly target: MonTarget
  readonly connection: Connection
  readonly messages: AsyncIterator<Message>
  /** Messages that came before the monmap, in order. */
  readonly early: readonly Message[]
  readonly authenticator: MonAuthenticator | CephxAuthenticator
  readonly globalId: bigint
  /** Tickets and global_id to keep; undefined without cephx. */
  readonly tickets: TicketStore | undefined
  readonly monmap: MonMap
  /** Which brought the monmap. */
  readonly monmapMessage: Message
}

const conModes: Readonly<Record<MsMode, readonly ConMode[]>> = {
  legacy: [],
  crc: [ConMode.Crc],
  secure: [ConMode.Secure],
  'prefer-crc': [ConMode.Crc, ConMode.Secure],
  'prefer-secure': [ConMode.Secure, ConMode.Crc]
}

/**
 * Connects to a monitor, authenticates and waits for its monmap.
 *
 * @param tickets of earlier sessions: taken along, and changed by what comes
 * @param signal gives up
 * @throws what messenger and auth throw; FsidMismatchError; the signal's reason
 */
export async function openMonSession(
  target: MonTarget,
  init: MonSessionInit,
  tickets: TicketStore,
  signal: AbortSignal
): Promise<MonSession> {
  const methods = [...init.credentials.methods]
  for (let reclaimed = false; ;) {
    try {
      return await openWith(methods[0]!, target, init, tickets, signal)
    } catch (error) {
      if (!(error instanceof AuthMethodRejectedError) || signal.aborted) throw error
      // Tickets that the monitors do not take any more are dropped with the refusal: ask again as a new client.
      if (error.reclaim && !reclaimed) reclaimed = true
      else if (methods.length > 1 && error.result === EOPNOTSUPP) methods.shift()
      else throw error
    }
  }
}

const EOPNOTSUPP = -95

/** Messages before the first monmap: a monitor sends a handful at most. */
const MAX_EARLY = 64

async function openWith(
  method: AuthMethod,
  target: MonTarget,
  init: MonSessionInit,
  tickets: TicketStore,
  signal: AbortSignal
): Promise<MonSession> {
  const { connection, authenticator } = await connectToMonitor(method, target, init, tickets, signal)
  const abort = (): void => connection.destroy(signal.reason as Error)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    const messages = connection[Symbol.asyncIterator]()
    if (connection.protocol === 'msgr1') init.onPhase?.('MAUTH')
    const auth =
      connection.protocol === 'msgr1'
        ? await authenticateLegacy(connection, messages, authenticator, {
            maxEarly: MAX_EARLY,
            monmapEpoch: init.monmapEpoch ?? 0
          })
        : { globalId: connection.globalId, early: [] }
    init.onPhase?.('MONMAP')
    const { monmap, message, early } = await firstMonMap(connection, messages)
    if (init.fsid !== undefined && monmap.fsid !== init.fsid) throw new FsidMismatchError(init.fsid, monmap.fsid)
    return {
      target,
      connection,
      messages,
      early: [...auth.early, ...early],
      authenticator,
      globalId: auth.globalId,
      tickets: method === 'cephx' ? tickets : undefined,
      monmap,
      monmapMessage: message
    }
  } catch (error) {
    connection.destroy()
    throw signal.aborted ? signal.reason : error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** A connection to a monitor: authenticated on msgr2; on msgr1 that is still to be done. */
export async function connectToMonitor(
  method: AuthMethod,
  target: MonTarget,
  init: MonSessionInit,
  tickets: TicketStore,
  signal: AbortSignal
): Promise<{ readonly connection: Connection; readonly authenticator: MonAuthenticator }> {
  const authenticator = createAuthenticator(method, init, tickets)
  const connection = await connect({
    addr: target.addr,
    peerType: EntityType.Mon,
    authenticator,
    preferredModes: conModesFor(init.msMode, method),
    keepalive2: init.keepalive,
    clock: init.clock,
    signal,
    ...(init.nonce === undefined ? {} : { self: { nonce: init.nonce() } }),
    ...(init.dial === undefined ? {} : { dial: init.dial }),
    ...(init.features === undefined ? {} : { features: init.features }),
    ...(init.onPhase === undefined ? {} : { onPhase: init.onPhase })
  })
  return { connection, authenticator }
}

function createAuthenticator(method: AuthMethod, init: MonSessionInit, tickets: TicketStore): MonAuthenticator {
  const { entity, key } = init.credentials
  if (method === 'none' || key === undefined) return authNone({ entity })
  return cephx({ entity, key, tickets, clock: init.clock })
}

/** @throws ConfigError where only secure mode is allowed and the method has none */
export function conModesFor(msMode: MsMode, method: AuthMethod, option = 'msMode'): readonly ConMode[] {
  return method === 'none' ? withoutSecure(msMode, option) : conModes[msMode]
}

function withoutSecure(msMode: MsMode, option: string): readonly ConMode[] {
  if (msMode !== 'secure') return conModes[msMode].filter(mode => mode === ConMode.Crc)
  throw new ConfigError('Secure mode needs cephx: authentication method none has no key to encrypt with, allow crc', {
    option
  })
}

/** Asks for the monmap: a monitor that does not hand it out does not serve. */
async function firstMonMap(
  connection: Connection,
  messages: AsyncIterator<Message>
): Promise<{ readonly monmap: MonMap; readonly message: Message; readonly early: readonly Message[] }> {
  const what = new Map([['monmap', { start: 0n, flags: SubscribeFlag.Onetime }]])
  connection.send(encodeMessage(monSubscribe, { what, hostname: '' }))
  const early: Message[] = []
  for (;;) {
    const next = await messages.next()
    if (next.done === true) throw new MonSessionError('The connection was closed before the first monmap')
    const message = next.value
    if (message.type !== monMap.type) {
      if (early.push(message) > MAX_EARLY) throw new MonSessionError('The monitor sends everything but its monmap')
      continue
    }
    const monmap = decodeMonMap(message)
    // Epoch 0 is a monitor that has not formed its first quorum.
    if (monmap.epoch > 0) return { monmap, message, early }
  }
}

/** @throws MonSessionError for a map without monitors (CVE-2026-68155), and around a CodecError */
export function decodeMonMap(message: Message): MonMap {
  const monmap = readMonMap(message)
  if (monmap.mons.size === 0) throw new MonSessionError('The monmap has no monitors')
  return monmap
}

function readMonMap(message: Message): MonMap {
  try {
    return decode(monMapCodec, decodeFront(monMap, message).monmapBl)
  } catch (cause) {
    if (!(cause instanceof CodecError)) throw cause
    throw new MonSessionError(`The monmap does not decode: ${cause.message}`, { cause })
  }
}

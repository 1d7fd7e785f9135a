import { ServiceId, authNoneService, cephxService } from '@cephwire/auth'
import { formatEntityAddrvec } from '@cephwire/codec'
import { connect } from '@cephwire/messenger'
import { ConfigError } from '../errors.js'
import { conModesFor } from '../mon-session.js'
import { addrFor } from '../mon-target.js'
import { printable } from '../printable.js'
import type { TicketStore } from '@cephwire/auth'
import type { Connection } from '@cephwire/messenger'
import type { ResolvedConfig } from '../config/resolve-config.js'
import type { MonSessionInit } from '../mon-session.js'
import type { MsMode } from '../options.js'
import type { Daemon } from './daemon.js'

/** As whom to come: what an authentication with a monitor has brought. */
export interface DaemonCredentials {
  readonly globalId: bigint
  /** With a valid ticket for the daemon; undefined without cephx. */
  readonly tickets: TicketStore | undefined
}

/** What all connections to daemons of one client have in common. */
export type DaemonSessionInit = Pick<
  MonSessionInit,
  'credentials' | 'keepalive' | 'clock' | 'dial' | 'nonce' | 'features'
>

/** How to speak with daemons other than monitors. */
export interface DaemonMode {
  readonly msMode: MsMode
  /** The option that has decided it, for errors. */
  readonly option: 'ms_client_mode' | 'msMode'
}

/**
 * ms_client_mode, for daemons other than monitors. A mode that the caller gave for monitors holds for these too, unless
 * the configuration has one for them; and who speaks msgr1 with monitors does so with all.
 *
 * @throws ConfigError where that would be without the secure mode that the configuration wants
 */
export function daemonMode(config: Pick<ResolvedConfig, 'msMode' | 'clientMsMode' | 'sources'>): DaemonMode {
  const { msMode, clientMsMode, sources } = config
  const usual = sources['clientMsMode'] === 'default'
  if (msMode === 'legacy' && clientMsMode === 'secure' && !usual) {
    const message =
      'Mode legacy has no secure mode for managers, OSDs and MDS daemons: allow crc, or choose another mode'
    throw new ConfigError(message, { option: 'ms_client_mode' })
  }
  const given = usual && sources['msMode'] === 'options'
  return msMode === 'legacy' || given
    ? { msMode, option: 'msMode' }
    : { msMode: clientMsMode, option: 'ms_client_mode' }
}

/**
 * Opens an authenticated connection to a daemon, which says nothing but what it is told.
 *
 * @throws ConfigError for a daemon without an address that the mode allows; TicketExpiredError; what messenger and auth
 * throw; the signal's reason
 */
export async function connectToDaemon(
  daemon: Daemon,
  init: DaemonSessionInit,
  { msMode, option }: DaemonMode,
  { globalId, tickets }: DaemonCredentials,
  signal: AbortSignal
): Promise<Connection> {
  const { service } = daemon
  const addr = addrFor(daemon.addrs, msMode)
  if (addr === undefined) {
    const found = daemon.addrs.length === 0 ? 'no address' : printable(formatEntityAddrvec(daemon.addrs), 1024)
    throw new ConfigError(`${daemon.name} has ${found}, which mode ${msMode} has no use for`, { option })
  }
  const { entity } = init.credentials
  return connect({
    addr,
    peerType: service,
    authenticator:
      tickets === undefined
        ? authNoneService({ entity, globalId, service })
        : cephxService({ tickets, service, clock: init.clock }),
    preferredModes: conModesFor(msMode, tickets === undefined ? 'none' : 'cephx', option),
    // An MDS keeps a client's session for its next connection.
    acceptLossless: service === ServiceId.Mds,
    keepalive2: init.keepalive,
    clock: init.clock,
    signal,
    ...(init.nonce === undefined ? {} : { self: { nonce: init.nonce() } }),
    ...(init.dial === undefined ? {} : { dial: init.dial }),
    ...(init.features === undefined ? {} : { features: init.features })
  })
}

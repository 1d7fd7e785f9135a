import { connectToDaemon, daemonMode } from './daemon-connection.js'
import { credentialsFor } from './credentials-for.js'
import { DaemonMaps } from './daemon-maps.js'
import type { ServiceId, Ticket } from '@cephwire/auth'
import type { Clock, Connection } from '@cephwire/messenger'
import type { ResolvedConfig } from '../config/resolve-config.js'
import type { CredentialsOwner } from './credentials-for.js'
import type { Daemon } from './daemon.js'
import type { DaemonCredentials, DaemonSessionInit } from './daemon-connection.js'
import type { DaemonMapsOwner } from './daemon-maps.js'
import type { TellOwner } from './tell-daemon.js'

/** What the way to daemons needs of the client. */
export interface DaemonsOwner extends CredentialsOwner, DaemonMapsOwner {
  readonly config: Pick<ResolvedConfig, 'msMode' | 'clientMsMode' | 'sources'>
  readonly session: DaemonSessionInit
  /** Made when it is first needed. */
  daemons: Daemons | undefined
}

/** The way to managers, OSDs and MDS daemons: where they are, and how they let this client in. */
export class Daemons implements TellOwner {
  readonly maps: DaemonMaps
  readonly #owner: DaemonsOwner

  constructor(owner: DaemonsOwner) {
    this.#owner = owner
    this.maps = new DaemonMaps(owner)
  }

  get clock(): Clock {
    return this.#owner.clock
  }

  credentials(service: ServiceId, refused: Ticket | undefined, signal: AbortSignal): Promise<DaemonCredentials> {
    return credentialsFor(service, this.#owner, refused, signal)
  }

  async connect(daemon: Daemon, credentials: DaemonCredentials, signal: AbortSignal): Promise<Connection> {
    return connectToDaemon(daemon, this.#owner.session, daemonMode(this.#owner.config), credentials, signal)
  }
}

/** That of a client, which keeps it. */
export function daemonsOf(owner: DaemonsOwner): Daemons {
  return (owner.daemons ??= new Daemons(owner))
}

import type { Transitions } from '@cephwire/messenger'

/** Where a client stands: looking for a monitor, served by one, or ended. */
export type MonClientState = 'hunting' | 'have_session' | 'closed'

export const monClientTransitions: Transitions<MonClientState> = {
  hunting: ['have_session', 'closed'],
  have_session: ['hunting', 'closed'],
  closed: []
}

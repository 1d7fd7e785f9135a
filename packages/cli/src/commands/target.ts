import { ArgumentError } from '../argparse/errors.js'
import { argType } from '../argparse/types/index.js'

/** Who is given a command. */
export type Target =
  | { readonly kind: 'monitors' }
  /** One daemon, or the OSD that leads a placement group: a target of client.tell(). */
  | { readonly kind: 'told'; readonly target: string }
  /** All daemons of a type: `osd.*` */
  | { readonly kind: 'each'; readonly target: string }

/**
 * Whom words are for: `tell osd.0 …`, `tell 1.2f …`, `pg 1.2f …`; else the monitors.
 *
 * @throws ArgumentError for what is no target
 */
export function targetOf(words: readonly string[]): Target {
  const [verb, who] = words
  if (who === undefined) return { kind: 'monitors' }
  if (verb === 'pg') return isPgid(who) ? { kind: 'told', target: who } : { kind: 'monitors' }
  if (verb !== 'tell') return { kind: 'monitors' }
  if (isPgid(who)) return { kind: 'told', target: who }
  argType('CephName', {}).parse(who, false)
  if (who === '*') throw new ArgumentError('there is nobody of all types: such as osd.*')
  if (who.startsWith('client.')) throw new ArgumentError('clients take no commands')
  if (who === 'mon') return { kind: 'monitors' }
  return { kind: who.endsWith('*') ? 'each' : 'told', target: who }
}

function isPgid(word: string): boolean {
  return /^\d+\.(?:0x)?[\da-f]+$/i.test(word)
}

import { daemons } from './daemons.js'
import { files } from './files.js'
import { lines } from './lines.js'
import { manager } from './manager.js'
import { mistakes } from './mistakes.js'
import { reads } from './reads.js'
import { refusals } from './refusals.js'
import { sessions } from './sessions.js'
import { writes } from './writes.js'
import type { Release } from '@cephwire/tools/ceph'
import type { Command, Group } from '../command.js'

export const groups: readonly Group[] = [reads, manager, mistakes, refusals, sessions, daemons, lines, writes, files]

/** The commands of a group that a release has. */
export function commandsOf({ commands }: Group, release: Release): readonly Command[] {
  return commands
    .map((entry): Command => (typeof entry === 'string' ? { words: entry } : entry))
    .filter(({ releases }) => releases?.includes(release) ?? true)
}

import type { MonClient } from '@cephwire/mon-client'
import type { Json } from '../decode/to-json.js'

/** Something that was pushed and is news. */
export interface Change {
  /** Where this process is, as Ceph prints it: `2026-11-22T15:22:44.190457+0000`. */
  readonly stamp: string
  /** What it is about: `health`, `osdmap e31`. */
  readonly subject: string
  /** What has changed, a line for each; as they came, not escaped. */
  readonly words: readonly string[]
  /** The same as data, with the names that Ceph prints. */
  readonly json: Json
}

export interface Watching {
  readonly client: MonClient
  /** Ends it. */
  readonly signal: AbortSignal
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly emit: (change: Change) => Promise<void>
  /** Says on stderr what is amiss. */
  readonly warn: (text: string) => Promise<void>
}

/** Watches until the signal, and emits each change. */
export type Watch = (watching: Watching) => Promise<void>

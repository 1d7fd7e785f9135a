/** What of the cluster can change. */
export const topics = [
  'monmap',
  'quorum',
  'auth',
  'config-key',
  'config',
  'osdmap',
  'mgrmap',
  'fsmap',
  'servicemap',
  'log',
  'health'
] as const
export type Topic = (typeof topics)[number]

/** Called after the state has changed, in the turn of the event loop in which it did. */
export type ChangeListener = (topic: Topic) => void

/** How a part of the state tells that it changed. */
export type Notify = (topic: Topic) => void

/** Who wants to know about which changes. */
export class ChangeFeed {
  readonly #listeners = new Set<{ readonly topic: Topic | undefined; readonly listener: ChangeListener }>()

  /** @returns stops it */
  on(topic: Topic | undefined, listener: ChangeListener): () => void {
    const entry = { topic, listener }
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }

  readonly notify: Notify = topic => {
    for (const { topic: wanted, listener } of [...this.#listeners]) {
      if (wanted === undefined || wanted === topic) listener(topic)
    }
  }
}

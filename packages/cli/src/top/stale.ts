/** Milliseconds after which what monitors push every five seconds is not as things are. */
export const STALE = 12_000

/** Who waits for which signal: a signal has one listener here, however many share it, since Node warns of more than ten. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls back when a signal is aborted, which it must not be yet.
 *
 * @returns lets go of the signal
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return () => undefined
  const callbacks = waiting.get(signal) ?? listen(signal)
  // Each call counts, also with a callback that is there already.
  const entry = (): void => callback()
  callbacks.add(entry)
  return () => {
    callbacks.delete(entry)
    if (callbacks.size === 0) ignore(signal)
  }
}

/** Of the signals that are listened to. */
const listeners = new WeakMap<AbortSignal, () => void>()

function listen(signal: AbortSignal): Set<() => void> {
  const callbacks = new Set<() => void>()
  const listener = (): void => {
    ignore(signal)
    for (const callback of callbacks) callback()
  }
  waiting.set(signal, callbacks)
  listeners.set(signal, listener)
  signal.addEventListener('abort', listener, { once: true })
  return callbacks
}

function ignore(signal: AbortSignal): void {
  const listener = listeners.get(signal)
  if (listener !== undefined) signal.removeEventListener('abort', listener)
  listeners.delete(signal)
  waiting.delete(signal)
}

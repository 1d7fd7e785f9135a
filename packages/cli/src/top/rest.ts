/** Waits so many milliseconds, until the signal, or until `wake` is called. */
export function rest(millis: number, signal: AbortSignal, given: (wake: () => void) => void): Promise<void> {
  return new Promise(resolve => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, millis)
    signal.addEventListener('abort', end, { once: true })
    given(end)
    if (signal.aborted) end()
  })
}

/** Resolves when something has come true; rejects when it does not in time. */
export async function until(what: string, isTrue: () => boolean, timeout = 20_000): Promise<void> {
  const end = Date.now() + timeout
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`Waited ${timeout} ms for ${what}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

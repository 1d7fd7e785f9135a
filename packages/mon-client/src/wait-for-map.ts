import { withDeadline } from './deadline.js'
import { MonClientClosedError } from './errors.js'
import { feedFor } from './watch/raw-watch.js'
import { LatestBuffer } from './watch/latest-buffer.js'
import type { Deadline } from './deadline.js'
import type { MonClientCore } from './mon-client-core.js'
import type { Watcher } from './watch/watcher.js'

/** Maps that have an epoch, by the names of their subscriptions. */
export type MapName =
  'monmap' | 'osdmap' | 'mgrmap' | 'fsmap' | 'fsmap.user' | 'servicemap' | 'mdsmap' | `mdsmap.${number}`

/** Subscribes once from the epoch on: the monitor says nothing until there is such a map. */
export async function waitForMap(
  core: MonClientCore,
  map: MapName,
  epoch: number,
  { signal, timeout }: { readonly signal?: AbortSignal | undefined; readonly timeout?: number | undefined }
): Promise<void> {
  core.throwIfClosed()
  if ((core.watches.have(map) ?? -1n) >= BigInt(epoch)) return
  const what = `${map} of epoch ${epoch}`
  const deadline: Deadline = { signal, timeout: core.timeoutOf(timeout) }
  const explain = (): ReturnType<MonClientCore['explain']> =>
    core.explain({ what, hints: { caps: capsFor(map) }, attempts: 0 })
  await withDeadline(
    what,
    deadline,
    core.clock,
    async signal => {
      const watcher: Watcher<unknown, true> = core.watches.open(
        map,
        feedFor(map, undefined),
        new LatestBuffer(() => true),
        {
          start: epoch,
          onetime: true
        }
      )
      const giveUp = (): void => watcher.end(signal.reason as Error)
      signal.addEventListener('abort', giveUp, { once: true })
      try {
        if ((await watcher.next()).done === true) throw new MonClientClosedError()
      } finally {
        signal.removeEventListener('abort', giveUp)
        watcher.end()
      }
    },
    explain
  )
}

function capsFor(map: MapName): string {
  if (map === 'osdmap') return 'osd r'
  return map.startsWith('mdsmap') || map.startsWith('fsmap') ? 'mds r' : 'mon r'
}

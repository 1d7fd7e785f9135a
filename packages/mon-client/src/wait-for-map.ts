import { MonClientClosedError } from './errors.js'
import { onAbort } from './on-abort.js'
import { feedFor } from './watch/raw-watch.js'
import { LatestBuffer } from './watch/latest-buffer.js'
import type { MonClientCore } from './mon-client-core.js'
import type { RequestOptions } from './requests.js'

/** Maps that have an epoch, by the names of their subscriptions. */
export type MapName =
  'monmap' | 'osdmap' | 'mgrmap' | 'fsmap' | 'fsmap.user' | 'servicemap' | 'mdsmap' | `mdsmap.${number}`

/** Subscribes once from the epoch on: the monitor says nothing until there is such a map. */
export async function waitForMap(
  core: MonClientCore,
  map: MapName,
  epoch: number,
  options: Pick<RequestOptions, 'signal' | 'timeout'>
): Promise<void> {
  core.throwIfClosed()
  if ((core.watches.have(map) ?? -1n) >= BigInt(epoch)) return
  const what = `${map} of epoch ${epoch}`
  const wait = async (signal: AbortSignal): Promise<void> => {
    const come = new LatestBuffer<unknown, true>(() => true)
    const watcher = core.watches.open(map, feedFor(map, undefined), come, { start: epoch, onetime: true })
    const letGo = onAbort(signal, () => watcher.end(signal.reason as Error))
    try {
      if ((await watcher.next()).done === true) throw new MonClientClosedError()
    } finally {
      letGo()
      watcher.end()
    }
  }
  await core.inTime(what, options, wait, () => core.explain({ what, hints: { caps: capsFor(map) }, attempts: 0 }))
}

function capsFor(map: MapName): string {
  if (map === 'osdmap') return 'osd r'
  return map.startsWith('mdsmap') || map.startsWith('fsmap') ? 'mds r' : 'mon r'
}

import { versionRequest } from './get-version.js'
import { blocklistCommands, isBeforeBlocklist } from './requests/blocklist.js'
import { waitForMap } from './wait-for-map.js'
import type { MonTimeoutInit } from './errors.js'
import type { MonClientCore } from './mon-client-core.js'
import type { RequestOptions } from './requests.js'
import type { BlocklistOptions } from './requests/blocklist.js'

/** Whom to keep out, for how long, and how long to wait for it. */
export interface BlocklistAddOptions
  extends Pick<BlocklistOptions, 'expire' | 'range'>, Pick<RequestOptions, 'signal' | 'timeout'> {}

/** Adds to the blocklist, then waits for the newest osdmap: what has that map knows of it. */
export async function blocklistAdd(core: MonClientCore, addr: string, options: BlocklistAddOptions): Promise<void> {
  const { signal, timeout, ...what } = options
  const { blocklist, blacklist } = blocklistCommands(addr, what)
  const name = `blocklisting ${addr}`
  let sent = false
  const facts = (): Partial<MonTimeoutInit> => ({
    mayHaveExecuted: sent,
    ...core.explain({ what: name, hints: { caps: 'osd r' }, attempts: Number(sent) })
  })
  const add = async (signal: AbortSignal): Promise<void> => {
    const rest = { signal, timeout: 0 }
    sent = true
    try {
      await core.command(blocklist.json, rest)
    } catch (error) {
      if (blacklist === undefined || !isBeforeBlocklist(error)) throw error
      await core.command(blacklist.json, rest)
    }
    const { newest } = await core.run({ ...rest, ...versionRequest('osdmap') })
    await waitForMap(core, 'osdmap', Number(newest), rest)
  }
  await core.inTime(name, { signal, timeout }, add, facts)
}

import { MonCommandError, MonTimeoutError } from './errors.js'
import { logRequest } from './requests/mon-log.js'
import type { Utime } from '@cephwire/codec'
import type { MonClientCore } from './mon-client-core.js'
import type { RequestOptions } from './requests.js'
import type { LogOptions } from './requests/mon-log.js'

/** What to write how into the cluster log, and how long to wait for it. */
export interface ClusterLogOptions extends LogOptions, Pick<RequestOptions, 'signal' | 'timeout'> {}

/** Milliseconds to wait for an acknowledgement before the log itself is looked at. */
const PATIENCE = 2000
/** Milliseconds from one look at the log to the next. */
const PAUSE = 500
/** Entries of the log that are looked through. */
const LOOK_BACK = 500

/**
 * Writes into the cluster log, once, and waits until it is there. Acknowledgements do not tell: one comes for an entry that
 * an election has thrown away, and none for an entry that a monitor knows already, or from a monitor of Tentacle that is not
 * the leader. So the log is read, and an entry that is not in it is sent again: monitors drop those that they have.
 */
export async function clusterLog(core: MonClientCore, text: string, options: ClusterLogOptions): Promise<void> {
  const { signal, timeout, ...how } = options
  core.throwIfClosed()
  const { entity } = core.session.credentials
  const selfAddr = core.keeper.session?.connection.selfAddr
  const sender = { name: entity, globalId: core.globalId, addrs: selfAddr === undefined ? [] : [selfAddr] }
  const request = logRequest(core.monmap.fsid, sender, text, utimeNow(), how)
  let seq: bigint | undefined
  const encode: typeof request.encode = tid => request.encode((seq = tid))
  const sought = { rank: `client.${sender.globalId}`, seq: () => seq, channel: how.channel ?? 'cluster' }
  const write = async (signal: AbortSignal): Promise<void> => {
    const settled = new AbortController()
    const both = AbortSignal.any([signal, settled.signal])
    const acknowledged = core.run({ ...request, encode, signal: both, timeout: 0 })
    const patience = core.clock.sleep(PATIENCE, { signal: both })
    try {
      await Promise.race([acknowledged, patience])
      for (let logged = await look(core, sought, both); logged !== true; logged = await look(core, sought, both)) {
        if (logged === undefined) return await acknowledged
        if (seq !== undefined) core.keeper.send(request.encode(seq))
        await core.clock.sleep(PAUSE, { signal: both })
      }
    } finally {
      settled.abort(new MonTimeoutError({ what: 'log', timeout: 0 }))
      await Promise.allSettled([acknowledged, patience])
    }
  }
  await core.inTime('log', { signal, timeout }, write, () => ({
    mayHaveExecuted: seq !== undefined,
    ...core.explain({ what: 'log', hints: { caps: 'mon w' }, attempts: Number(seq !== undefined) })
  }))
}

/** Whether an entry is in the log; undefined to a client that may not read it. */
async function look(
  core: MonClientCore,
  { rank, seq, channel }: Sought,
  signal: AbortSignal
): Promise<boolean | undefined> {
  const command = { prefix: 'log last', num: LOOK_BACK, level: 'debug', channel, format: 'json' }
  try {
    const entries = (await core.command(command, { signal, timeout: 0 })).json<readonly ShownEntry[]>()
    return entries.some(entry => entry.rank === rank && BigInt(entry.seq) === seq())
  } catch (error) {
    if (error instanceof MonCommandError) return undefined
    throw error
  }
}

interface Sought {
  readonly rank: string
  /** Undefined before it was sent. */
  readonly seq: () => bigint | undefined
  readonly channel: string
}

interface ShownEntry {
  readonly rank: string
  readonly seq: number
}

/** Entries carry the time of who writes them. */
function utimeNow(): Utime {
  const millis = Date.now()
  return { sec: Math.floor(millis / 1000), nsec: (millis % 1000) * 1_000_000 }
}

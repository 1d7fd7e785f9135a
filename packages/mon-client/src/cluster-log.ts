import { MonCommandError, MonTimeoutError } from './errors.js'
import { logRequest } from './requests/mon-log.js'
import type { Utime } from '@cephwire/codec'
import type { MonClientCore } from './mon-client-core.js'
import type { RequestOptions } from './requests.js'
import type { LogOptions } from './requests/mon-log.js'

/** What to write how into the cluster log, and how long to wait for it. */
export interface ClusterLogOptions extends LogOptions, Pick<RequestOptions, 'signal' | 'timeout'> {}

/** Milliseconds after which a missing acknowledgement is looked for in the log itself. */
const PATIENCE = 2000
/** Entries of the log that are looked through. */
const LOOK_BACK = 500

/** Writes into the cluster log, once, and waits until it is there. */
export async function clusterLog(core: MonClientCore, text: string, options: ClusterLogOptions): Promise<void> {
  const { signal, timeout, ...how } = options
  core.throwIfClosed()
  const { entity } = core.session.credentials
  const selfAddr = core.keeper.session?.connection.selfAddr
  const sender = { name: entity, globalId: core.globalId, addrs: selfAddr === undefined ? [] : [selfAddr] }
  const request = logRequest(core.monmap.fsid, sender, text, utimeNow(), how)
  let seq: bigint | undefined
  const encode: typeof request.encode = tid => request.encode((seq = tid))
  const facts = (): ReturnType<MonClientCore['explain']> =>
    core.explain({ what: 'log', hints: { caps: 'mon w' }, attempts: Number(seq !== undefined) })
  const write = async (signal: AbortSignal): Promise<void> => {
    const settled = new AbortController()
    const both = AbortSignal.any([signal, settled.signal])
    const acknowledged = core.run({ ...request, encode, signal: both, timeout: 0 })
    const found = lookForIt(
      core,
      { rank: `client.${sender.globalId}`, seq: () => seq, channel: how.channel ?? 'cluster' },
      both
    )
    try {
      await Promise.race([acknowledged, found])
    } finally {
      settled.abort(new MonTimeoutError({ what: 'log', timeout: 0 }))
      await Promise.allSettled([acknowledged, found])
    }
  }
  await core.inTime('log', { signal, timeout }, write, () => ({ mayHaveExecuted: seq !== undefined, ...facts() }))
}

/**
 * Not every entry that is logged is acknowledged: none that a monitor knows already, as after a lost session, and none
 * by a monitor of Tentacle that is not the leader.
 */
async function lookForIt(core: MonClientCore, { rank, seq, channel }: Sought, signal: AbortSignal): Promise<void> {
  for (;;) {
    await core.clock.sleep(PATIENCE, { signal })
    const entries = await lastEntries(core, channel, signal)
    if (entries.some(entry => entry.rank === rank && BigInt(entry.seq) === seq())) return
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

/** Nothing to a client that may write and not read. */
async function lastEntries(core: MonClientCore, channel: string, signal: AbortSignal): Promise<readonly ShownEntry[]> {
  const command = { prefix: 'log last', num: LOOK_BACK, level: 'debug', channel, format: 'json' }
  try {
    return (await core.command(command, { signal, timeout: 0 })).json<readonly ShownEntry[]>()
  } catch (error) {
    if (error instanceof MonCommandError) return []
    throw error
  }
}

/** Entries carry the time of who writes them. */
function utimeNow(): Utime {
  const millis = Date.now()
  return { sec: Math.floor(millis / 1000), nsec: (millis % 1000) * 1_000_000 }
}

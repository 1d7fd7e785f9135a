import { osdMap } from '@cephwire/messages'
import { OSDMapsCollector, encodeGetOsdMaps } from './requests/get-osd-maps.js'
import type { MonClientCore } from './mon-client-core.js'
import type { RequestOptions } from './requests.js'
import type { OSDMapRange, OSDMaps } from './requests/get-osd-maps.js'

export interface GetOsdMapsOptions extends Pick<OSDMapRange, 'kind'>, Pick<RequestOptions, 'signal' | 'timeout'> {}

/** Asks for a range, message by message, until it is complete. */
export async function getOsdMaps(
  core: MonClientCore,
  from: number,
  to: number,
  { signal, timeout, ...kind }: GetOsdMapsOptions
): Promise<OSDMaps> {
  core.throwIfClosed()
  const collector = new OSDMapsCollector(core.monmap.fsid, { from, to, ...kind })
  const what = `osdmaps ${from} to ${to}`
  const ask = async (signal: AbortSignal): Promise<Verdict> => {
    let tid = 0n
    let verdict = WAIT
    // Answers carry no tid: what comes is shown to the collector, which knows what it has asked for.
    const remove = core.osdMaps.listen(message => {
      verdict = outcomeOf(() => collector.take(message))
      return verdict === WAIT ? undefined : tid
    })
    try {
      return await core.run({
        what,
        encode: mine => encodeGetOsdMaps(collector.question, (tid = mine)),
        replyType: osdMap.type,
        readOnly: true,
        decode: () => verdict(),
        signal,
        timeout: 0
      })
    } finally {
      remove()
    }
  }
  const collect = async (signal: AbortSignal): Promise<void> => {
    while ((await ask(signal)) !== 'done');
  }
  const facts = (): ReturnType<MonClientCore['explain']> => core.explain({ what, hints: {}, attempts: 1 })
  await core.inTime(what, { signal, timeout }, collect, facts)
  return collector.result
}

type Verdict = ReturnType<OSDMapsCollector['take']>

const WAIT = (): Verdict => 'wait'

/** What a message means, or what is wrong with it: for the caller, not for the session. */
function outcomeOf(take: () => Verdict): () => Verdict {
  try {
    const verdict = take()
    return verdict === 'wait' ? WAIT : () => verdict
  } catch (error) {
    return () => {
      throw error
    }
  }
}

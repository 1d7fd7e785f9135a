import { formatAuthEntity } from '@cephwire/auth'
import { logTag } from '../log-line.js'
import { OsdCounter } from './osds.js'
import { Pings } from './pings.js'
import { Questions } from './questions.js'
import type { MonClient } from '@cephwire/mon-client'
import type { Known } from './known.js'

export interface Following {
  readonly client: MonClient
  readonly known: Known
  readonly signal: AbortSignal
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Called when there is something new to show. */
  readonly changed: () => void
}

/** Learns all that the screen shows from what monitors push, until the signal. The client is to be closed then. */
export async function follow({ client, known, signal, now, changed }: Following): Promise<void> {
  const pings = new Pings(client, known, changed)
  const questions = new Questions(client, known, now)
  const usage = async (): Promise<void> => {
    if (await questions.usage(signal)) changed()
  }
  await Promise.all([
    pings.run(signal),
    each(client.status(), status => {
      known.status(status)
      pings.poke()
      changed()
      if (status.state === 'have_session') void questions.version(signal).then(changed)
    }),
    each(client.watch.monmap({ signal }), ({ map }) => {
      known.monmap(map)
      pings.poke()
      changed()
    }),
    each(client.watch.health({ signal }), ({ health, monStatus }) => {
      if (known.digest(health, monStatus)) pings.poke()
      changed()
      // The next push is not to wait for the answer.
      void usage()
    }),
    each(client.watch.mgrmap({ signal }), ({ map }) => {
      known.mgrmap(map)
      changed()
    }),
    osds({ client, known, signal, now, changed }, questions),
    log({ client, known, signal, now, changed }, questions)
  ])
}

async function osds({ client, known, signal, changed }: Following, questions: Questions): Promise<void> {
  const counter = new OsdCounter()
  await each(client.watch.osdmap({ signal }), ({ map }) => {
    questions.osdmap = map
    known.osds = counter.count(map)
    changed()
  })
}

async function log({ client, known, signal, changed }: Following, questions: Questions): Promise<void> {
  const entries = client.watch.log('info', { signal, channel: 'cluster' })
  await questions.past(signal)
  changed()
  await each(entries, ({ name, seq, stamp, prio, msg }) => {
    const who = formatAuthEntity(name)
    known.log(`${who} ${seq}`, { at: stamp.sec + stamp.nsec / 1e9, who, tag: logTag(prio), message: msg })
    changed()
  })
}

async function each<T>(updates: AsyncIterable<T>, take: (update: T) => void): Promise<void> {
  for await (const update of updates) take(update)
}

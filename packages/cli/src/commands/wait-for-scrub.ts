import { setTimeout as sleep } from 'node:timers/promises'
import { UsageError } from '../errors.js'
import { write } from '../io.js'
import { whileWaiting } from '../progress.js'
import { sendCommand } from './send-command.js'
import type { MonClient } from '@cephwire/mon-client'
import type { Io } from '../io.js'

/** Placement groups and when they were scrubbed last. */
type Stamps = ReadonlyMap<string, string>

interface PgDump {
  readonly pg_map?: PgDump
  readonly pg_stats?: readonly Readonly<Record<string, unknown>>[]
}

/**
 * `--block`: waits until all placement groups that an OSD leads were scrubbed since this was called.
 *
 * @param scrub `scrub` or `deep-scrub`
 * @param who an OSD, or `all`
 * @param pause milliseconds from one look to the next
 * @throws UsageError for who is no OSD
 */
export async function waitForScrub(
  client: Pick<MonClient, 'command'>,
  scrub: string,
  who: string,
  io: Io,
  pause = 3000
): Promise<{ over(): Promise<void> }> {
  const all = ['all', 'any', '*'].includes(who)
  const osd = /^(?:osd\.)?(\d+)$/.exec(who)?.[1]
  if (!all && osd === undefined) throw new UsageError(`--block: ${who} is no OSD`)
  const field = `last_${scrub.replace('-', '_')}_stamp`
  const look = (): Promise<Stamps> => stampsOf(client, field, osd, io.signal)
  const before = await whileWaiting('waiting for the cluster', io, look())
  return {
    async over() {
      await write(io.stdout, `Waiting for ${scrub} to complete...\n`)
      const scrubbed = async (): Promise<void> => {
        while (isUnder(before, await look())) {
          await sleep(pause, undefined, { signal: io.signal })
        }
      }
      await whileWaiting(`waiting for ${scrub}`, io, scrubbed())
      await write(io.stdout, `${scrub} completed\n`)
    }
  }
}

/** Groups that are gone are not waited for. */
function isUnder(before: Stamps, now: Stamps): boolean {
  return [...before].some(([pg, stamp]) => now.get(pg) === stamp)
}

async function stampsOf(
  client: Pick<MonClient, 'command'>,
  field: string,
  osd: string | undefined,
  signal: AbortSignal
): Promise<Stamps> {
  const command = JSON.stringify({ prefix: 'pg dump', dumpcontents: ['pgs'], format: 'json' })
  const { output } = await sendCommand(client, command, undefined, signal)
  const dump = JSON.parse(new TextDecoder().decode(output)) as PgDump
  const stats = (dump.pg_map ?? dump).pg_stats ?? []
  const led = stats.filter(pg => osd === undefined || pg['up_primary'] === Number(osd))
  return new Map(led.map(pg => [String(pg['pgid']), String(pg[field])]))
}

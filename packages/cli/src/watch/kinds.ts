import { utimeFromMillis } from '@cephwire/codec'
import { fsMapToJson, mgrMapToJson, monMapToJson, serviceMapToJson } from '@cephwire/maps'
import { toJson } from '../decode/to-json.js'
import { formatLocal } from '../local-time.js'
import { logEntryToJson, logWords, lostWarning } from '../log-line.js'
import { fsMapChanges } from './fs-map-changes.js'
import { healthChanges } from './health-changes.js'
import { configChanges, kvChanges, kvToJson } from './kv-changes.js'
import { mgrMapChanges } from './mgr-map-changes.js'
import { monMapChanges, quorumChanges, quorumNames } from './mon-map-changes.js'
import { osdMapChanges, osdStatJson } from './osd-map-changes.js'
import { serviceMapChanges } from './service-map-changes.js'
import type { Health, LogLevel, MapUpdate } from '@cephwire/mon-client'
import type { MonMap } from '@cephwire/maps'
import type { Json } from '../decode/to-json.js'
import type { Change, Watch, Watching } from './change.js'

type Said = Omit<Change, 'stamp'>

const stamped = ({ now }: Watching, said: Said): Change => ({ stamp: formatLocal(utimeFromMillis(now())), ...said })

/** A map that comes whole: told when it differs in something that has words, and at first. */
async function watchMaps<T>(
  watching: Watching,
  name: string,
  updates: AsyncIterable<MapUpdate<T>>,
  changes: (before: T | undefined, after: T) => readonly string[],
  print: (map: T) => object
): Promise<void> {
  let before: T | undefined
  for await (const { epoch, map } of updates) {
    const words = changes(before, map)
    before = map
    await watching.emit(stamped(watching, { subject: `${name} e${epoch}`, words, json: print(map) as Json }))
  }
}

const watchHealth: Watch = async watching => {
  const { client, signal, emit } = watching
  let before: Health | undefined
  for await (const { health, changed } of client.watch.health({ signal })) {
    if (!changed) continue
    const words = healthChanges(before, health)
    before = health
    await emit(stamped(watching, { subject: 'health', words, json: health as unknown as Json }))
  }
}

/** Monitors and their quorum, of which the map does not know. */
const watchMonMap: Watch = async watching => {
  const { client, signal, emit } = watching
  let map = client.monmap
  let quorum: readonly string[] | undefined
  const tell = (subject: string, words: readonly string[]): Promise<void> => {
    const ranks = quorum?.map(name => map.ranks.indexOf(name))
    return emit(stamped(watching, { subject, words, json: withQuorum(map, ranks) }))
  }
  const maps = async (): Promise<void> => {
    let before: MonMap | undefined
    for await (const update of client.watch.monmap({ signal })) {
      map = update.map
      const words = monMapChanges(before, map)
      before = map
      await tell(`monmap e${update.epoch}`, words)
    }
  }
  const quorums = async (): Promise<void> => {
    for await (const { monStatus } of client.watch.health({ signal })) {
      const after = quorumNames(monStatus, map)
      const words = quorumChanges(quorum, after, map.ranks)
      quorum = after
      if (words.length > 0) await tell('quorum', words)
    }
  }
  await Promise.all([maps(), quorums()])
}

/** As `ceph mon dump -f json`. */
function withQuorum(map: MonMap, quorum: readonly number[] | undefined): Json {
  return { ...monMapToJson(map), ...(quorum === undefined ? {} : { quorum }) } as unknown as Json
}

const watchOsdMap: Watch = async watching => {
  const { client, signal, emit } = watching
  for await (const { epoch, map, diff } of client.watch.osdmap({ signal })) {
    const json = { ...osdStatJson(map), ...(diff === undefined ? {} : { changes: toJson(diff.changes) }) }
    await emit(stamped(watching, { subject: `osdmap e${epoch}`, words: osdMapChanges(map, diff), json }))
  }
}

const watchConfig: Watch = async watching => {
  const { client, signal, emit } = watching
  let before: ReadonlyMap<string, string> | undefined
  for await (const config of client.watch.config({ signal })) {
    const words = configChanges(before, config)
    before = config
    await emit(stamped(watching, { subject: 'config', words, json: Object.fromEntries(config) }))
  }
}

const watchLog =
  (level: LogLevel): Watch =>
  async ({ client, signal, emit, warn }) => {
    for await (const entry of client.watch.log(level, { signal })) {
      if (entry.lost > 0) await warn(lostWarning(entry.lost))
      await emit({
        stamp: formatLocal(entry.stamp),
        subject: entry.channel === 'cluster' ? '' : entry.channel,
        words: [logWords(entry)],
        json: logEntryToJson(entry)
      })
    }
  }

const watchKv =
  (prefix: string): Watch =>
  async watching => {
    const { client, signal, emit } = watching
    for await (const update of client.watch.kv(prefix, { signal })) {
      const words = kvChanges(update, prefix)
      await emit(stamped(watching, { subject: `kv v${update.version}`, words, json: kvToJson(update) }))
    }
  }

const plainKinds: Readonly<Record<string, Watch>> = {
  health: watchHealth,
  monmap: watchMonMap,
  osdmap: watchOsdMap,
  mgrmap: watching =>
    watchMaps(watching, 'mgrmap', watching.client.watch.mgrmap(watching), mgrMapChanges, mgrMapToJson),
  fsmap: watching => watchMaps(watching, 'fsmap', watching.client.watch.fsmap(watching), fsMapChanges, fsMapToJson),
  servicemap: watching =>
    watchMaps(watching, 'servicemap', watching.client.watch.servicemap(watching), serviceMapChanges, serviceMapToJson),
  config: watchConfig
}

/** What can be watched, for messages. */
export const kindNames = [...Object.keys(plainKinds), 'kv:PREFIX', 'log [LEVEL]'] as const

const KV = 'kv:'

/** Of which there may be nothing to tell: options of the configuration, and services without a manager. */
const UNSURE: ReadonlySet<string> = new Set(['config', 'servicemap'])

/** What a client needs to be told of it; monitors keep silent to others. */
const caps: Readonly<Record<string, string>> = { osdmap: 'osd r', fsmap: 'mds r', kv: 'config-key r' }

/** How to watch something. */
export interface Kind {
  readonly watch: Watch
  /** Caps, where something comes at once to who has them. */
  readonly needs: string | undefined
}

/** @returns undefined for what cannot be watched */
export function kindOf(word: string, level: LogLevel): Kind | undefined {
  if (word === 'log') return { watch: watchLog(level), needs: undefined }
  if (word.startsWith(KV)) return { watch: watchKv(word.slice(KV.length)), needs: caps['kv'] }
  if (!Object.hasOwn(plainKinds, word)) return undefined
  return { watch: plainKinds[word]!, needs: UNSURE.has(word) ? undefined : (caps[word] ?? 'mon r') }
}

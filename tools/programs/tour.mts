/** `npm run demo`: a tour of a cluster, in this process unless `--conf PATH` names a real one, which is only read. */
import { parseArgs } from 'node:util'
import { formatEntityAddrvec } from '@cephwire/codec'
import { connect } from '@cephwire/mon-client'
import { conModeName } from '@cephwire/messenger'
import type { MonClient } from '@cephwire/mon-client'
import { embeddedStage, realStage } from './stage.mjs'
import type { Stage } from './stage.mjs'

const { values } = parseArgs({ options: { conf: { type: 'string', short: 'c' } } })

const heading = (text: string): void => console.log(`\n${text}`)
const line = (label: string, text: string): void => console.log(`  ${label.padEnd(18)} ${text}`)
const millis = (value: number): string => `${value.toFixed(1)} ms`

async function timed<T>(run: () => Promise<T>): Promise<{ readonly value: T; readonly took: number }> {
  const start = performance.now()
  const value = await run()
  return { value, took: performance.now() - start }
}

async function showSession(mon: MonClient, took: number): Promise<void> {
  const session = mon.session!
  heading('A session')
  line('monitor', `mon.${session.monitor} at ${session.addr}`)
  line('protocol', `${session.protocol}, ${conModeName(session.conMode)} mode`)
  line('we are', `client.${mon.globalId}`)
  line('connected in', millis(took))
  line('round trip', millis(await mon.keepalive()))
}

interface Status {
  readonly fsid: string
  readonly health: { readonly status: string }
  readonly quorum_names: readonly string[]
  readonly osdmap?: { readonly num_osds?: number; readonly num_up_osds?: number }
}

async function showStatus(mon: MonClient): Promise<void> {
  heading('The cluster')
  const { value, took } = await timed(() => mon.command({ prefix: 'status', format: 'json' }))
  const status = value.json<Status>()
  line('fsid', status.fsid)
  line('health', status.health.status)
  line('quorum', status.quorum_names.join(', '))
  line('osds', `${status.osdmap?.num_osds ?? 0}, ${status.osdmap?.num_up_osds ?? 0} up`)
  line('asked in', millis(took))
}

async function showMonitors(mon: MonClient): Promise<void> {
  heading('The monitors')
  for (const name of mon.monmap.ranks) {
    const addrs = formatEntityAddrvec(mon.monmap.mons.get(name)!.publicAddrs)
    const answer = await timed(() => mon.ping(name, { timeout: 3000 })).then(
      ({ took }) => `answers a ping in ${millis(took)}`,
      (error: unknown) => (error instanceof Error ? error.message : String(error))
    )
    line(`mon.${name}`, `${addrs}  ${answer}`)
  }
}

async function showParallelCommands(mon: MonClient): Promise<void> {
  heading('A hundred commands at once, over one connection')
  const { took } = await timed(() => Promise.all(Array.from({ length: 100 }, () => mon.command('fsid'))))
  line('answered in', millis(took))
}

async function showMapChange(mon: MonClient, stage: Stage): Promise<void> {
  if (stage.changeMonMap === undefined) return
  heading('A monitor joins, and the map arrives by itself')
  const before = mon.monmap.epoch
  const start = performance.now()
  const changed = stage.changeMonMap()
  for await (const { epoch, map } of mon.watch.monmap({ start: before + 1 })) {
    const names = map.ranks.map(name => `mon.${name}`).join(', ')
    line(`monmap e${epoch}`, `${names}: pushed ${millis(performance.now() - start)} after the change began`)
    break
  }
  await changed
}

async function showPushed(mon: MonClient, stage: Stage): Promise<void> {
  heading('What monitors push, without being asked again')
  const { value: health } = await mon.watch.health({ onetime: true }).next()
  line('health', `${health?.health.status}, as mon.${mon.session!.monitor} sees it`)
  if (!stage.writable) return
  const lines = mon.watch.log('info', { channel: 'cluster' })
  const keys = mon.watch.kv('tour/')
  await keys.next()
  const start = performance.now()
  const text = 'a tour passes by'
  await Promise.all([mon.log(text), mon.command({ prefix: 'config-key set', key: 'tour/seen', val: 'yes' })])
  for await (const { msg } of lines) if (msg === text) break
  line('the cluster log', `"${text}", ${millis(performance.now() - start)} after we began to write it`)
  const { value: changed } = await keys.next()
  line('config-key', `${[...(changed?.data.keys() ?? [])].join()}, ${millis(performance.now() - start)} after`)
  await keys.return?.()
}

async function showFailover(mon: MonClient, stage: Stage): Promise<void> {
  if (stage.stopMonitor === undefined) return
  const inUse = mon.session!.monitor
  heading(`mon.${inUse}, which serves us, is stopped while a command is on its way`)
  const outstanding = timed(() => mon.command({ prefix: 'mon dump', format: 'json' }))
  await stage.stopMonitor(inUse)
  const { took } = await outstanding
  const { value } = await timed(() => mon.command('fsid'))
  line('the command', `answered in ${millis(took)}`)
  line('the next one', `fsid ${value.text().trim()}`)
  line('now served by', `mon.${mon.session!.monitor}, still as client.${mon.globalId}`)
}

const start = performance.now()
const stage = values.conf === undefined ? await embeddedStage() : realStage(values.conf)
console.log(stage.title)
try {
  const { value: mon, took } = await timed(() => connect(stage.options))
  try {
    await showSession(mon, took)
    await showStatus(mon)
    await showMonitors(mon)
    await showParallelCommands(mon)
    await showPushed(mon, stage)
    await showMapChange(mon, stage)
    await showFailover(mon, stage)
  } finally {
    await mon.close()
  }
} finally {
  await stage.end()
}
console.log(`\nDone in ${((performance.now() - start) / 1000).toFixed(1)} s`)

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
  for await (const monmap of mon.watch.monmap()) {
    if (monmap.epoch <= before) continue
    const names = monmap.ranks.map(name => `mon.${name}`).join(', ')
    line(`monmap e${monmap.epoch}`, `${names}: pushed ${millis(performance.now() - start)} after the change began`)
    break
  }
  await changed
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
    await showMapChange(mon, stage)
    await showFailover(mon, stage)
  } finally {
    await mon.close()
  }
} finally {
  await stage.end()
}
console.log(`\nDone in ${((performance.now() - start) / 1000).toFixed(1)} s`)

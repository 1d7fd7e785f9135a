import { connect } from '@cephwire/mon-client'

const mon = await connect()
const signal = AbortSignal.timeout(60_000)

async function health(): Promise<void> {
  for await (const { health, changed } of mon.watch.health({ signal })) {
    if (changed) console.log(health.status, Object.keys(health.checks))
  }
}

async function settings(): Promise<void> {
  for await (const { incremental, data } of mon.watch.kv('app/', { signal })) {
    console.log(incremental ? 'changed:' : 'all there is:', [...data.keys()])
  }
}

async function osds(): Promise<void> {
  for await (const { epoch, diff } of mon.watch.osdmap({ signal })) console.log(epoch, diff?.words)
}

async function log(): Promise<void> {
  for await (const { stamp, channel, msg, lost } of mon.watch.log('warn', { signal })) {
    if (lost > 0) console.log(`${lost} lines came faster than they were read`)
    console.log(new Date(stamp.sec * 1000).toISOString(), channel, msg)
  }
}

await Promise.all([health(), settings(), osds(), log()])
await mon.close()

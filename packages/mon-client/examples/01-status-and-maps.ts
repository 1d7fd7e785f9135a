import { connect } from '@cephwire/mon-client'

const mon = await connect() // ceph.conf and keyring in their usual places; or { monHost: '10.0.0.1', key }
console.log((await mon.command({ prefix: 'status', format: 'json' })).json())
console.log(await mon.getVersion('osdmap'), await mon.statfs())
for await (const { epoch, map } of mon.watch.monmap({ signal: AbortSignal.timeout(1000) }))
  console.log(epoch, map.ranks)
await mon.close()

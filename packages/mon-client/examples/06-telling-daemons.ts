import { MonCommandError, TargetError, connect } from '@cephwire/mon-client'

const mon = await connect()
for (const osd of await mon.tellTargets('osd.*')) {
  try {
    console.log(osd, (await mon.tell(osd, { prefix: 'config get', var: 'osd_max_backfills' })).json())
  } catch (error) {
    if (error instanceof TargetError)
      console.log(error.message) // ENXIO: osd.3 is down
    else if (error instanceof MonCommandError) console.log(osd, error.errnoName, error.status)
    else throw error
  }
}
console.log((await mon.tell('1.0', 'query')).json<{ state: string }>().state)
console.log((await mon.mgrCommand('pg stat')).text())
await mon.close()

import { MonTimeoutError, connect } from '@cephwire/mon-client'

const mon = await connect()
try {
  console.log((await mon.command('osd df', { timeout: 5000 })).text())
} catch (error) {
  if (!(error instanceof MonTimeoutError)) throw error
  // no-mgr: it is a command of the manager, and no manager is active: start ceph-mgr
  console.log(`${error.reason}: ${error.likely}`, error.mayHaveExecuted)
} finally {
  await mon.close()
}

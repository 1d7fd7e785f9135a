import { MonOutcomeUnknownError, connect } from '@cephwire/mon-client'

const mon = await connect()
const input = new TextEncoder().encode('any bytes')
await mon.command({ prefix: 'config-key set', key: 'app/x' }, { input }) // twice does no harm: sent again by itself

const signal = AbortSignal.timeout(30_000)
try {
  await mon.command({ prefix: 'log', logtext: ['deployed'] }, { resend: false, signal })
} catch (error) {
  if (!(error instanceof MonOutcomeUnknownError)) throw error
  console.log('the session was lost: nobody knows whether it is in the log')
}
await mon.close()

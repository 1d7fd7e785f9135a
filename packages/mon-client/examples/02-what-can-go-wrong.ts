import { AuthMethodRejectedError } from '@cephwire/auth'
import { MonCommandError, MonHuntError, MonTimeoutError, connect } from '@cephwire/mon-client'

try {
  const mon = await connect({ connectTimeout: 5000, commandTimeout: 10_000 })
  try {
    await mon.command({ prefix: 'config-key get', key: 'app/settings' })
  } catch (error) {
    if (error instanceof MonCommandError && error.errnoName === 'ENOENT') console.log('not there:', error.status)
    else if (error instanceof MonTimeoutError) console.log('repeat it?', error.retryable, error.likely)
    else throw error
  } finally {
    await mon.close()
  }
} catch (error) {
  if (error instanceof AuthMethodRejectedError) console.log('wrong key, or unknown entity:', error.errnoName)
  else if (error instanceof MonHuntError) console.log('no monitor:', error.attempts)
  else throw error
}

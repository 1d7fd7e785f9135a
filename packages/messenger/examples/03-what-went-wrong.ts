import { parseEntityAddr } from '@cephwire/codec'
import { MessengerError, connect } from '@cephwire/messenger'
import { transportPair } from '@cephwire/messenger/testing'

// Somebody else listens on the port.
const [ours, theirs] = transportPair()
await theirs.write(new TextEncoder().encode('HTTP/1.1 400 Bad Request\r\n\r\n'))

const nothing = new Uint8Array(0)
const authenticator = { method: 1, start: () => nothing, more: () => nothing, done: () => ({}) }
try {
  await connect({ addr: parseEntityAddr('v2:10.0.0.1:3300/0'), authenticator, dial: () => Promise.resolve(ours) })
} catch (error) {
  if (!(error instanceof MessengerError)) throw error
  console.log(error.message)
  console.log(error.code, error.phase, error.retryable)
}

import { EntityType, parseEntityAddr } from '@cephwire/codec'
import { ConMode, connect } from '@cephwire/messenger'
import { accept } from '@cephwire/messenger/accept'
import { transportPair } from '@cephwire/messenger/testing'
import type { ClientAuthenticator } from '@cephwire/messenger'
import type { ServerAuthenticator } from '@cephwire/messenger/accept'

const addr = parseEntityAddr('v2:10.0.0.1:3300/0')
const nothing = new Uint8Array(0)

/** Proves nothing, as CEPH_AUTH_NONE. Real ones are in @cephwire/auth. */
const clientAuth: ClientAuthenticator = { method: 1, start: () => nothing, more: () => nothing, done: () => ({}) }
const done = { kind: 'done', globalId: 4117n, conMode: ConMode.Crc, payload: nothing, secrets: {} } as const
const serverAuth: ServerAuthenticator = { begin: () => done, more: () => done }

/** Sends every message back. */
async function serve(): Promise<void> {
  const name = { type: EntityType.Mon, num: 0n }
  const connection = await accept(theirs, { protocol: 'msgr2', addrs: [addr], name, authenticator: serverAuth })
  for await (const message of connection) connection.send(message)
}

const [ours, theirs] = transportPair(addr)
const serving = serve().catch((error: unknown) => error)

const connection = await connect({ addr, authenticator: clientAuth, dial: () => Promise.resolve(ours) })
console.log(connection.protocol, `client.${connection.globalId}`)

connection.send({ type: 2, tid: 1n, front: new TextEncoder().encode('hello') })
for await (const { type, tid, front } of connection) {
  console.log(type, tid, new TextDecoder().decode(front))
  break
}
await connection.close()
await serving

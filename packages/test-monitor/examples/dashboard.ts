import { cephx, parseAuthEntity, parseKey } from '@cephwire/auth'
import { decodeFront, encodeMessage, monCommand, monCommandAck } from '@cephwire/messages'
import { connect } from '@cephwire/messenger'
import type { ConnectInit } from '@cephwire/messenger'

export interface DashboardOptions {
  readonly addr: ConnectInit['addr']
  readonly fsid: string
  readonly key: string
}

/** One line about the health of a cluster, for a screen on the wall. */
export async function dashboardLine({ addr, fsid, key }: DashboardOptions): Promise<string> {
  const entity = parseAuthEntity('client.dashboard')
  const connection = await connect({ addr, authenticator: cephx({ entity, key: parseKey(key) }) })
  try {
    const cmd = [JSON.stringify({ prefix: 'health' })]
    connection.send({ ...encodeMessage(monCommand, { version: 0n, fsid, cmd }), tid: 1n })
    for await (const message of connection) {
      if (message.type !== monCommandAck.type) continue
      const { r, rs } = decodeFront(monCommandAck, message)
      return r < 0 ? `no access: ${rs}` : new TextDecoder().decode(message.data).trim()
    }
    return 'no answer'
  } finally {
    await connection.close()
  }
}

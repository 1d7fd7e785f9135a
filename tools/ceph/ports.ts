import { randomInt } from 'node:crypto'
import type { Server } from 'node:net'
import { createServer } from 'node:net'
import { once } from 'node:events'

const host = '127.0.0.1'

/**
 * Finds ports on which nobody listens. They lie below the range from which the kernel takes ports for outgoing
 * connections, because a monitor that is killed must find its own port free again when it starts.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = []
  const ports: number[] = []
  try {
    while (ports.length < count) {
      const port = randomInt(10_000, 32_000)
      const server = await listen(port)
      if (server === undefined) continue
      servers.push(server)
      ports.push(port)
    }
    return ports.sort((a, b) => a - b)
  } finally {
    await Promise.all(servers.map(server => once(server.close(), 'close')))
  }
}

async function listen(port: number): Promise<Server | undefined> {
  const server = createServer()
  try {
    await once(server.listen({ host, port }), 'listening')
    return server
  } catch {
    return undefined
  }
}

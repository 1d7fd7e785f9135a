import { createConnection } from 'node:net'

/**
 * Asks a daemon through its admin socket, as `ceph --admin-daemon` does but without starting an interpreter.
 * A request is JSON and a zero byte; the reply is its length, a big-endian u32, and then text.
 */
export function askAdminSocket(path: string, command: Record<string, unknown>, timeout = 5_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = createConnection({ path })
    socket.setTimeout(timeout, () => socket.destroy(new Error(`${path} did not answer in ${timeout} ms`)))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.once('error', reject)
    socket.once('connect', () => socket.write(`${JSON.stringify(command)}\0`))
    socket.once('close', () => {
      const reply = Buffer.concat(chunks)
      const length = reply.length < 4 ? -1 : reply.readUInt32BE(0)
      if (length === reply.length - 4) resolve(reply.toString('utf8', 4))
      else reject(new Error(`${path} sent ${reply.length} bytes, not a whole reply`))
    })
  })
}

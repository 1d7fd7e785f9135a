import { ConnectionFaultError } from '../errors.js'
import type { ByteStream } from '../byte-stream.js'

/**
 * Waits for what a refused peer has to say next, as a monitor does: it is the peer that closes.
 *
 * @throws `refusal` when it goes away instead
 */
export async function afterRefusal(stream: ByteStream, refusal: Error): Promise<void> {
  try {
    if (stream.queue.length === 0) await stream.fill()
  } catch (error) {
    throw error instanceof ConnectionFaultError ? refusal : error
  }
}

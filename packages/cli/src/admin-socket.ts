/*
  The admin socket of a daemon               src/common/admin_socket.cc
    request    JSON, then a byte 0
    reply      u32 length, big-endian; then as many bytes
*/
import { createConnection } from 'node:net'
import { errnoText } from '@cephwire/mon-client'
import { CephError } from '@cephwire/codec'

/** `ERR_CEPH_ADMIN_SOCKET`: there is no daemon at this socket, or it does not answer as one. */
export class AdminSocketError extends CephError {
  override readonly code = 'ERR_CEPH_ADMIN_SOCKET'
}

/** Bounds of one question. */
export interface AskOptions {
  readonly signal?: AbortSignal
  /** Milliseconds of silence. Default: 5 minutes; some commands take long. */
  readonly timeout?: number
  /** Bytes of the answer. Default: 256 MiB. */
  readonly maxLength?: number
}

/** Bytes of the question. */
const MAX_REQUEST = 1024 * 1024

/**
 * Asks a daemon of this host by its admin socket.
 *
 * @param command as JSON
 * @throws AdminSocketError; the signal's reason
 */
export async function askAdminSocket(path: string, command: string, options: AskOptions = {}): Promise<Uint8Array> {
  const { signal, timeout = 300_000, maxLength = 256 * 1024 * 1024 } = options
  if (command.length > MAX_REQUEST) throw new AdminSocketError(`The command is longer than ${MAX_REQUEST} characters`)
  signal?.throwIfAborted()
  const socket = createConnection({ path })
  const abort = (): void => void socket.destroy(signal!.reason as Error)
  signal?.addEventListener('abort', abort, { once: true })
  socket.setTimeout(timeout, () => socket.destroy(new AdminSocketError(`No answer within ${timeout} ms`)))
  socket.write(`${command}\0`)
  try {
    return await readAnswer(socket, maxLength)
  } catch (error) {
    if (signal?.aborted === true || error instanceof AdminSocketError) throw error
    throw new AdminSocketError(systemMessage(error), { cause: error })
  } finally {
    signal?.removeEventListener('abort', abort)
    socket.destroy()
  }
}

async function readAnswer(socket: AsyncIterable<Buffer>, maxLength: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let received = 0
  let length: number | undefined
  for await (const chunk of socket) {
    chunks.push(chunk)
    received += chunk.length
    if (length === undefined && received >= 4) {
      length = Buffer.concat(chunks).readUInt32BE()
      if (length > maxLength) throw new AdminSocketError(`An answer of ${length} bytes, at most ${maxLength} are read`)
    }
    if (length !== undefined && received >= 4 + length) break
  }
  if (length === undefined) throw new AdminSocketError('no data returned from admin socket')
  const whole = Buffer.concat(chunks)
  if (whole.length < 4 + length) {
    throw new AdminSocketError(`The answer ends after ${whole.length - 4} of ${length} bytes`)
  }
  return whole.subarray(4, 4 + length)
}

/** As Python tells it: `[Errno 2] No such file or directory`. */
function systemMessage(error: unknown): string {
  const { errno, message } = error as NodeJS.ErrnoException
  return errno === undefined ? message : `[Errno ${Math.abs(errno)}] ${errnoText(Math.abs(errno))}`
}

import { isUtf8 } from 'node:buffer'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { ConfigError } from '../errors.js'
import { parseCephConf } from './ceph-conf.js'
import type { FileHandle } from 'node:fs/promises'
import type { CephConf } from './ceph-conf.js'

/** Bytes of a ceph.conf; a longer one is refused (docs/limits.md). */
export const MAX_CONF_BYTES = 1024 * 1024

/** Opens without waiting for the other end of a FIFO; Windows has no such flag, and no FIFO. */
const OPEN_FLAGS = constants.O_RDONLY | ((constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0)

/**
 * Reads and parses a ceph.conf. A character device such as /dev/null is an empty file, as Ceph has it.
 *
 * @throws ConfigError with the file, and the line where there is one; its `cause` has the `code` of Node, ENOENT for a
 * file that does not exist
 */
export async function readCephConf(path: string): Promise<CephConf> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path, OPEN_FLAGS)
    return parseCephConf(decode(await readSmall(handle, path), path), path)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(`Cannot read the configuration file: ${reason(error)}`, { file: path, cause: error })
  } finally {
    await handle?.close()
  }
}

async function readSmall(handle: FileHandle, path: string): Promise<Uint8Array> {
  const stats = await handle.stat()
  if (stats.isCharacterDevice()) return new Uint8Array(0)
  if (stats.isDirectory()) throw new ConfigError('The configuration file is a directory', { file: path })
  if (!stats.isFile()) throw new ConfigError('The configuration file is not a regular file', { file: path })
  // Not by the size that stat tells: the file may grow meanwhile, and those of /proc have none.
  const bytes = new Uint8Array(MAX_CONF_BYTES + 1)
  let length = 0
  for (;;) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length)
    length += bytesRead
    if (length > MAX_CONF_BYTES) {
      throw new ConfigError(`The configuration file is larger than ${MAX_CONF_BYTES} bytes`, { file: path })
    }
    if (bytesRead === 0) return bytes.subarray(0, length)
  }
}

function decode(bytes: Uint8Array, path: string): string {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  try {
    return utf8.decode(bytes)
  } catch (cause) {
    const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').split('\n')
    const bad = lines.findIndex(line => !isUtf8(Buffer.from(line, 'latin1')))
    throw new ConfigError('Not UTF-8', { file: path, line: bad + 1, cause })
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'too many symbolic links',
  ENOTDIR: 'a part of its path is not a directory'
}

/** Whether a file was not read because it does not exist. */
export function isMissing(error: unknown): boolean {
  const cause = error instanceof ConfigError ? error.cause : undefined
  return cause instanceof Error && (cause as NodeJS.ErrnoException).code === 'ENOENT'
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
  return reasons[code] ?? code
}

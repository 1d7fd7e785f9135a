import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { ConfigError } from '../errors.js'
import type { FileHandle } from 'node:fs/promises'

/** Opens without waiting for the other end of a FIFO; Windows has no such flag, and no FIFO. */
const OPEN_FLAGS = constants.O_RDONLY | ((constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0)

export interface SmallFileOptions {
  /** For messages: `keyring`. */
  readonly what: string
  /** A larger file is refused. */
  readonly maxBytes: number
}

/**
 * The bytes of a file that a person wrote: never waits, never reads more than `maxBytes`. A character device such as
 * /dev/null is an empty file, as Ceph has it.
 *
 * @throws ConfigError with the file; its `cause` has the `code` of Node, ENOENT for a file that does not exist
 */
export async function readSmallFile(path: string, options: SmallFileOptions): Promise<Uint8Array> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path, OPEN_FLAGS)
    return await readAll(handle, path, options)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(`Cannot read the ${options.what}: ${reason(error)}`, { file: path, cause: error })
  } finally {
    await handle?.close()
  }
}

async function readAll(handle: FileHandle, path: string, { what, maxBytes }: SmallFileOptions): Promise<Uint8Array> {
  const stats = await handle.stat()
  if (stats.isCharacterDevice()) return new Uint8Array(0)
  if (stats.isDirectory()) throw new ConfigError(`The ${what} is a directory`, { file: path })
  if (!stats.isFile()) throw new ConfigError(`The ${what} is not a regular file`, { file: path })
  // Not by the size that stat tells alone: the file may grow meanwhile, and those of /proc have none.
  let bytes = new Uint8Array(Math.min(stats.size, maxBytes) + 1)
  let length = 0
  for (;;) {
    const { bytesRead } = await handle.read(bytes, length, bytes.length - length)
    length += bytesRead
    if (length > maxBytes) throw new ConfigError(`The ${what} is larger than ${maxBytes} bytes`, { file: path })
    if (bytesRead === 0) return bytes.subarray(0, length)
    if (length === bytes.length) {
      const larger = new Uint8Array(Math.min(bytes.length * 2, maxBytes + 1))
      larger.set(bytes)
      bytes.fill(0)
      bytes = larger
    }
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'too many symbolic links',
  ENOTDIR: 'a part of its path is not a directory'
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
  return reasons[code] ?? code
}

/** Whether a file was not read because it does not exist. */
export function isMissing(error: unknown): boolean {
  const cause = error instanceof ConfigError ? error.cause : undefined
  return cause instanceof Error && (cause as NodeJS.ErrnoException).code === 'ENOENT'
}

import { readFile } from 'node:fs/promises'
import { FileError } from './errors.js'
import { readAll } from './io.js'
import { messageOf } from './output.js'
import type { Io } from './io.js'

/**
 * The bytes of a file, or of stdin for `-`; none for the file of no name.
 *
 * @throws FileError when it cannot be read; the reason of the signal when that has ended it
 */
export async function readInput(path: string, io: Pick<Io, 'stdin' | 'signal'>): Promise<Uint8Array> {
  if (path === '') return new Uint8Array(0)
  try {
    return path === '-' ? await readAll(io.stdin) : await readFile(path, { signal: io.signal })
  } catch (cause) {
    io.signal.throwIfAborted()
    throw new FileError(`Can't open input file ${path}: ${messageOf(cause)}`, { cause })
  }
}

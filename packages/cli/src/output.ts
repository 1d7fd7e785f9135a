import { open } from 'node:fs/promises'
import { FileError } from './errors.js'
import { forTerminal } from './escape.js'
import { write } from './io.js'
import type { FileHandle } from 'node:fs/promises'
import type { Flags } from './flags.js'
import type { Io, Output } from './io.js'

/** Where the output of a command goes. */
export interface Sink {
  /**
   * A command's output; an empty one too.
   *
   * @param named who it is from, where several are asked: on stdout it stands in front, and newlines behind become one
   */
  put(output: Uint8Array, named?: string): Promise<void>
  close(): Promise<void>
}

/**
 * Opens what -o says, or stdout. Output to a file, or for a program, is what the cluster sent, byte for byte; on a
 * terminal it cannot steer that.
 *
 * @throws FileError when the file cannot be written
 */
export async function openSink(flags: Flags, io: Io): Promise<Sink> {
  const json = flags.format?.startsWith('json') === true
  // As for ceph, the file of no name is none.
  const outFile = flags.outFile === '' ? undefined : flags.outFile
  if (outFile !== undefined && outFile !== '-') return fileSink(outFile, flags)
  // As ceph does for readers of old that skip the first line. JSON does not mind.
  const head = outFile === undefined && json ? '\n' : ''
  return {
    async put(whole, named = '') {
      if (head !== '') await write(io.stdout, head)
      const output = named === '' ? whole : withoutEnd(whole)
      if (output.length === 0) return
      const shown = forOutput(io.stdout, output, json)
      if (named === '') return write(io.stdout, shown)
      const parts = [forTerminal(io.stdout, named), shown, '\n']
      await write(io.stdout, Buffer.concat(parts.map(part => Buffer.from(part))))
    },
    close: () => Promise.resolve()
  }
}

/** Without white space behind. */
function withoutEnd(bytes: Uint8Array): Uint8Array {
  const last = bytes.findLastIndex(byte => byte !== 0x20 && (byte < 0x09 || byte > 0x0d))
  return bytes.subarray(0, last + 1)
}

function forOutput(output: Output, bytes: Uint8Array, json: boolean): Uint8Array | string {
  return output.isTTY === true ? forTerminal(output, new TextDecoder().decode(bytes), json) : bytes
}

async function fileSink(path: string, { setUser, setGroup }: Flags): Promise<Sink> {
  let file: FileHandle
  try {
    file = await open(path, 'w')
  } catch (cause) {
    throw new FileError(`Can't open output file ${path}: ${messageOf(cause)}`, { cause })
  }
  if (setUser !== undefined || setGroup !== undefined) {
    await (await import('./file-owner.js')).giveTo(file, path, setUser, setGroup)
  }
  return { put: output => file.writeFile(output), close: () => file.close() }
}

/** What is wrong with a file, in short: without its name, which Node puts behind the name of the system call. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { message, syscall } = error as NodeJS.ErrnoException
  const end = syscall === undefined ? -1 : message.indexOf(`, ${syscall}`)
  return end < 0 ? message : message.slice(0, end)
}

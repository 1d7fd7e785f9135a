import { open } from 'node:fs/promises'
import { FileError } from './errors.js'
import { escapeText } from './escape.js'
import { write } from './io.js'
import type { FileHandle } from 'node:fs/promises'
import type { Flags } from './flags.js'
import type { Io, Output } from './io.js'

/** Where the output of a command goes. */
export interface Sink {
  /** A command's output; an empty one too. */
  put(output: Uint8Array): Promise<void>
  close(): Promise<void>
}

/**
 * Opens what -o says, or stdout. Output to a file, or for a program, is what the cluster sent, byte for byte; on a
 * terminal it cannot steer that.
 *
 * @throws FileError when the file cannot be written
 */
export async function openSink({ outFile, format }: Flags, io: Io): Promise<Sink> {
  if (outFile !== undefined && outFile !== '-') return fileSink(outFile)
  // As ceph does for readers of old that skip the first line. JSON does not mind.
  const head = outFile === undefined && format?.startsWith('json') === true ? '\n' : ''
  return {
    async put(output) {
      if (head !== '') await write(io.stdout, head)
      if (output.length > 0) await write(io.stdout, forOutput(io.stdout, output))
    },
    close: () => Promise.resolve()
  }
}

function forOutput(output: Output, bytes: Uint8Array): Uint8Array | string {
  return output.isTTY === true ? escapeText(new TextDecoder().decode(bytes)) : bytes
}

async function fileSink(path: string): Promise<Sink> {
  let file: FileHandle
  try {
    file = await open(path, 'w')
  } catch (cause) {
    throw new FileError(`Can't open output file ${path}: ${messageOf(cause)}`, { cause })
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

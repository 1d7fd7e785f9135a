/** What a stream for input must do. */
export interface Input extends AsyncIterable<Uint8Array> {
  readonly isTTY?: boolean
}

/** What a stream for output must do. */
export interface Output {
  readonly isTTY?: boolean
  /** The size of a terminal. */
  readonly columns?: number
  readonly rows?: number
  write(bytes: string | Uint8Array, written: (error?: Error | null) => void): unknown
}

/** The process as a command sees it. */
export interface Io {
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted by ^C. */
  readonly signal: AbortSignal
}

/** The same process, to which something else is ^C as well. Streams are taken when they are used. */
export function withSignal(io: Io, signal: AbortSignal): Io {
  return {
    get stdin() {
      return io.stdin
    },
    get stdout() {
      return io.stdout
    },
    get stderr() {
      return io.stderr
    },
    env: io.env,
    signal: AbortSignal.any([io.signal, signal])
  }
}

/** Resolves when the bytes are out of this process, or when nobody reads them. */
export async function write(output: Output, bytes: string | Uint8Array): Promise<void> {
  await writeIfRead(output, bytes)
}

/** The same, for who ends when nobody reads any more: false then. */
export function writeIfRead(output: Output, bytes: string | Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    output.write(bytes, error => {
      if (error === undefined || error === null) resolve(true)
      else if ((error as NodeJS.ErrnoException).code === 'EPIPE') resolve(false)
      else reject(error)
    })
  })
}

/** Bytes of what is read as a whole. */
const MOST = 64 * 1024 * 1024

/**
 * Everything that stdin brings.
 *
 * @throws RangeError for more than 64 MiB
 */
export async function readAll(input: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of input) {
    length += chunk.length
    if (length > MOST) throw new RangeError('it is longer than 64 MiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

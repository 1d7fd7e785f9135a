import type { Io, Output } from '@cephwire/cli'

/** A process that is none: what a command line reads and writes. */
export interface FakeIo extends Io {
  readonly stdout: Output & { readonly text: () => string; readonly bytes: () => Buffer }
  readonly stderr: Output & { readonly text: () => string; readonly bytes: () => Buffer }
}

export function fakeIo(
  init: { stdin?: Uint8Array; env?: Record<string, string>; isTTY?: boolean; signal?: AbortSignal } = {}
): FakeIo {
  const { stdin, env = {}, isTTY = false, signal = new AbortController().signal } = init
  return {
    stdin: chunks(stdin ?? new Uint8Array(0)),
    stdout: output(isTTY),
    stderr: output(isTTY),
    env,
    signal
  }
}

function output(isTTY: boolean): Output & { readonly text: () => string; readonly bytes: () => Buffer } {
  const written: Uint8Array[] = []
  return {
    isTTY,
    write(bytes, done) {
      written.push(Buffer.from(bytes))
      done()
    },
    bytes: () => Buffer.concat(written),
    text: () => Buffer.concat(written).toString()
  }
}

async function* chunks(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  await Promise.resolve()
  yield bytes
}

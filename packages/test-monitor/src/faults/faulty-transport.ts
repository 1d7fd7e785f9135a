import type { Transport } from '@cephwire/messenger'
import type { FaultyOutput } from './faulty-output.js'

/** A transport that a monitor's connection runs over. */
export interface FaultyTransport extends Transport {
  /** The handshake is over: its writes were frames, from here on frames are counted where they are made. */
  established(): void
  /** Closes as soon as what is being written has left. */
  finish(): void
}

/** How a connection hears its peer. */
export interface Hearing {
  /** What to wait for before the peer is listened to. */
  readonly held: () => Promise<void> | undefined
  /** Called for whatever the peer sends. */
  readonly alive: () => void
}

/** Lets faults happen to the frames of a handshake, each of which is one write. */
export function faultyTransport(transport: Transport, output: FaultyOutput, hearing: Hearing): FaultyTransport {
  let handshaking = true
  // A turn later: what is queued in this one has been handed to the kernel.
  const finish = (): void => void setImmediate(() => transport.destroy())
  return {
    remote: transport.remote,
    chunks: heard(transport.chunks, hearing),
    async write(bytes) {
      if (!handshaking) return transport.write(bytes)
      const { pieces, last } = output.frame([bytes])
      if (last) finish()
      for (const piece of pieces) await transport.write(piece)
    },
    destroy: cause => transport.destroy(cause),
    established: () => (handshaking = false),
    finish
  }
}

async function* heard(
  chunks: AsyncIterable<Uint8Array>,
  { held, alive }: Hearing
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    alive()
    await held()
    yield chunk
  }
}

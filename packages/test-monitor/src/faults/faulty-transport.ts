import type { Transport } from '@cephwire/messenger'
import type { FaultyOutput } from './faulty-output.js'

/** A transport that a monitor's connection runs over. */
export interface FaultyTransport extends Transport {
  /** The handshake is over: its writes were frames, from here on frames are counted where they are made. */
  established(): void
  /** Closes behind the next write, which may be an empty one. */
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
  let finishing = false
  return {
    remote: transport.remote,
    chunks: heard(transport.chunks, hearing),
    async write(bytes) {
      const { pieces, last } = handshaking ? output.frame([bytes]) : { pieces: [bytes], last: false }
      finishing ||= last
      for (const piece of pieces) await transport.write(piece)
      if (finishing) transport.destroy()
    },
    destroy: cause => transport.destroy(cause),
    established: () => (handshaking = false),
    finish: () => (finishing = true)
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

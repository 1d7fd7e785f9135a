import type { Wire } from '@cephwire/messenger/accept'
import type { ConnectionFaults } from './faults.js'
import type { FaultyOutput } from './faulty-output.js'
import type { FaultyTransport } from './faulty-transport.js'

export interface FaultyWireInit {
  readonly faults: ConnectionFaults
  readonly output: FaultyOutput
  readonly transport: FaultyTransport
}

/** Lets faults happen to the frames behind the handshake. */
export function faultyWire(wire: Wire, { faults, output, transport }: FaultyWireInit): Wire {
  let shift = 0n
  transport.established()
  const send = (pieces: readonly Uint8Array[]): Uint8Array[] => {
    const fate = output.frame(pieces)
    if (!fate.last) return [...fate.pieces]
    transport.finish()
    // Something has to be written for the transport to be closed.
    return [...fate.pieces, new Uint8Array(0)]
  }
  return {
    ...wire,
    message(message, seq, ackSeq) {
      const { seqGap = 0, repeatSeq = false } = faults.current
      shift += BigInt(seqGap) - (repeatSeq && seq > 1n ? 1n : 0n)
      return send(wire.message(message, seq + shift, ackSeq))
    },
    keepalive2: stamp => send(wire.keepalive2(stamp)),
    keepalive2Ack: stamp => (faults.current.silentKeepalive === true ? [] : send(wire.keepalive2Ack(stamp)))
  }
}

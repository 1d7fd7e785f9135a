import type { Transport } from '@cephwire/messenger'

export interface Stalled {
  readonly transport: Transport
  /** From now on nothing that is written is taken. */
  stall(): void
  /** Bytes that were handed over and not taken, at the moment. */
  readonly pending: number
  /** Bytes that were ever handed over while stalled. */
  readonly handedOver: number
}

/** A transport whose peer may stop reading: writes then wait until the transport is destroyed. */
export function stallable(transport: Transport): Stalled {
  let stalled = false
  let pending = 0
  let handedOver = 0
  const waiting: ((error: Error) => void)[] = []
  return {
    stall: () => void (stalled = true),
    get pending() {
      return pending
    },
    get handedOver() {
      return handedOver
    },
    transport: {
      remote: transport.remote,
      chunks: transport.chunks,
      write(bytes) {
        if (!stalled) return transport.write(bytes)
        pending += bytes.length
        handedOver += bytes.length
        return new Promise((_resolve, reject) => waiting.push(reject))
      },
      destroy(cause) {
        pending = 0
        for (const reject of waiting.splice(0)) reject(new Error('The transport was destroyed'))
        transport.destroy(cause)
      }
    }
  }
}

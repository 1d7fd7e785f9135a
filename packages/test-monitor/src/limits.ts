/** What a monitor takes from its clients (docs/limits.md). Times in milliseconds, sizes in bytes. */
export interface TestMonitorLimits {
  /** Open sockets of one monitor: what comes beyond is closed at once. */
  readonly maxSockets: number
  /** Of these, such as have not authenticated yet. */
  readonly maxUnauthenticated: number
  /** From the first byte to READY. */
  readonly handshakeTimeout: number
  /** A session that is silent for so long is closed. */
  readonly idleTimeout: number
  /** Commands of one session that are not answered yet: its socket is not read beyond. */
  readonly maxCommandsInFlight: number
  /** Bytes of their input: beyond, the socket is not read either. */
  readonly maxInputInFlight: number
  /** Subscriptions of one session; those beyond are ignored. */
  readonly maxSubscriptions: number
  /** Bytes of the name of a subscription; longer ones are ignored. */
  readonly maxSubscriptionName: number
  /** What the handler of a command may take before the client is told −110. */
  readonly handlerTimeout: number
  /** Bytes of what a command says; more is −5 for the client. */
  readonly maxOutputBytes: number
  /** Bytes that wait to be written to one client; who does not take them is dropped. */
  readonly maxBufferedBytes: number
  /** Failed authentications of one address in a second: those that come after wait. */
  readonly maxAuthFailures: number
}

export const defaultTestMonitorLimits: TestMonitorLimits = Object.freeze({
  maxSockets: 1024,
  maxUnauthenticated: 256,
  handshakeTimeout: 10_000,
  idleTimeout: 900_000,
  maxCommandsInFlight: 256,
  maxInputInFlight: 64 * 1024 * 1024,
  maxSubscriptions: 64,
  maxSubscriptionName: 1024,
  handlerTimeout: 60_000,
  maxOutputBytes: 64 * 1024 * 1024,
  maxBufferedBytes: 256 * 1024 * 1024,
  maxAuthFailures: 20
})

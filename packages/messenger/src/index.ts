export { connect } from './connect.js'
export type { ConnectInit } from './connect.js'
export type { Self } from './self-addr.js'
export type { Connection, ConnectionState } from './connection.js'
export type { Established, Peer } from './wire.js'
export type { Message, OutgoingMessage } from './message.js'
export type { Dial, Transport } from './transport.js'
export { createTcpDial, dialTcp, socketTransport } from './tcp.js'
export type { TcpDialOptions } from './tcp.js'
export { ConMode, MessagePriority, Tag, conModeName, tagName } from './constants.js'
export type { AuthBadMethod, AuthDoneResult, AuthSecrets, ClientAuthenticator } from './authenticator.js'
export { createSystemClock, systemClock } from './clock.js'
export type { SystemClockOptions } from './clock.js'
export type { Clock } from './clock.js'
export type { Keepalive2Options } from './keepalive.js'
export { defaultMessengerLimits } from './limits.js'
export type { MessengerLimits } from './limits.js'
export { formatFrameRecord } from './frame-record.js'
export type { FormatFrameOptions, FrameDirection, FrameRecord } from './frame-record.js'
export type { CloseDiagnostics, ConnectDiagnostics, FrameDiagnostics } from './diagnostics.js'
export { createStateMachine } from './state-machine.js'
export type { StateMachine, Transitions } from './state-machine.js'
export {
  AuthRefusedError,
  BannerError,
  ConModeError,
  ConnectionClosedError,
  ConnectionFaultError,
  FeatureMismatchError,
  FrameIntegrityError,
  FrameTooLargeError,
  IllegalTransitionError,
  MalformedFrameError,
  MessengerError,
  PeerMismatchError,
  UnexpectedFrameError
} from './errors.js'
export type { ConnectionPlace } from './errors.js'

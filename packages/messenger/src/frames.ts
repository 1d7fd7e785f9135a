/** Frames without a connection: for tools, for tests and for whoever embeds the wire format elsewhere. */
export { BANNER_HEAD_BYTES, checkBannerHead, decodeBannerPayload, encodeBanner } from './banner.js'
export type { Banner } from './banner.js'
export { FrameDecoder } from './frame-decoder.js'
export type { FrameDecoderInit } from './frame-decoder.js'
export { MAX_SEGMENTS, MessageSegment, describeFrame } from './frame.js'
export type { Frame } from './frame.js'
export { PREAMBLE_BYTES, decodePreamble, encodePreamble, preambleCodec } from './preamble.js'
export type { Preamble } from './preamble.js'
export { MESSAGE_HEADER_BYTES, decodeMessage, encodeMessage, messageHeaderCodec } from './message-header.js'
export { crcOpen, crcSeal } from './onwire/crc.js'
export type { CrcOptions } from './onwire/crc.js'
export { GCM_NONCE_BYTES, GcmNonce, NonceExhaustedError } from './onwire/gcm-nonce.js'
export { CONNECTION_SECRET_BYTES, secureOpen, secureSeal } from './onwire/secure.js'
export type { Side } from './onwire/secure.js'
export type { Open, Revision, Seal } from './onwire/seal.js'
export { helloCodec } from './control/hello.js'
export type { Hello } from './control/hello.js'
export {
  authBadMethodCodec,
  authDoneCodec,
  authMoreCodec,
  authRequestCodec,
  authSignatureCodec
} from './control/auth.js'
export type { AuthDone, AuthRequest } from './control/auth.js'
export { clientIdentCodec, identMissingFeaturesCodec, serverIdentCodec } from './control/ident.js'
export type { ClientIdent, ServerIdent } from './control/ident.js'
export { seqCodec, sessionReconnectCodec, sessionResetCodec } from './control/session.js'
export type { SessionReconnect } from './control/session.js'

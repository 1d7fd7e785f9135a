import { expect } from 'chai'
import * as messenger from '@cephwire/messenger'
import * as frames from '@cephwire/messenger/frames'
import * as testing from '@cephwire/messenger/testing'

describe('@cephwire/messenger', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(messenger)).to.have.members([
      'AuthRefusedError',
      'BannerError',
      'ConMode',
      'ConModeError',
      'ConnectionClosedError',
      'ConnectionFaultError',
      'FeatureMismatchError',
      'FrameIntegrityError',
      'FrameTooLargeError',
      'IllegalTransitionError',
      'MalformedFrameError',
      'MessagePriority',
      'MessengerError',
      'PeerMismatchError',
      'Tag',
      'UnexpectedFrameError',
      'conModeName',
      'connect',
      'createStateMachine',
      'createSystemClock',
      'createTcpDial',
      'defaultMessengerLimits',
      'dialTcp',
      'formatFrameRecord',
      'socketTransport',
      'systemClock',
      'tagName'
    ])
  })

  it('exports these from ./frames', () => {
    expect(Object.keys(frames)).to.have.members([
      'BANNER_HEAD_BYTES',
      'CONNECTION_SECRET_BYTES',
      'FrameDecoder',
      'GCM_NONCE_BYTES',
      'GcmNonce',
      'MAX_SEGMENTS',
      'MESSAGE_HEADER_BYTES',
      'MessageSegment',
      'NonceExhaustedError',
      'PREAMBLE_BYTES',
      'authBadMethodCodec',
      'authDoneCodec',
      'authMoreCodec',
      'authRequestCodec',
      'authSignatureCodec',
      'checkBannerHead',
      'clientIdentCodec',
      'crcOpen',
      'crcSeal',
      'decodeBannerPayload',
      'decodeMessage',
      'decodePreamble',
      'describeFrame',
      'encodeBanner',
      'encodeMessage',
      'encodePreamble',
      'helloCodec',
      'identMissingFeaturesCodec',
      'messageHeaderCodec',
      'preambleCodec',
      'secureOpen',
      'secureSeal',
      'seqCodec',
      'serverIdentCodec',
      'sessionReconnectCodec',
      'sessionResetCodec'
    ])
  })

  it('exports these from ./testing', () => {
    expect(Object.keys(testing)).to.have.members([
      'createFakeClock',
      'createMemoryNetwork',
      'createVirtualClock',
      'formatTranscript',
      'parseTranscript',
      'transportPair'
    ])
  })
})

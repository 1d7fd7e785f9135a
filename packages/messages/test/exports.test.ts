import * as messages from '@cephwire/messages'
import { expect } from 'chai'

describe('@cephwire/messages', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(messages).sort()).to.deep.equal([
      'ClogType',
      'MessageType',
      'PoolOpCode',
      'SubscribeFlag',
      'auth',
      'authReply',
      'command',
      'commandReply',
      'config',
      'decodeFront',
      'decodeMessage',
      'encodeMessage',
      'fsMap',
      'fsMapUser',
      'getConfig',
      'getPoolStats',
      'getPoolStatsReply',
      'kvData',
      'log',
      'logAck',
      'logEntryCodec',
      'mdsMap',
      'messageCodec',
      'messageCodecs',
      'messageTypeName',
      'mgrCommand',
      'mgrCommandReply',
      'mgrDigest',
      'mgrMap',
      'monCommand',
      'monCommandAck',
      'monGetMap',
      'monGetOSDMap',
      'monGetVersion',
      'monGetVersionReply',
      'monMap',
      'monSubscribe',
      'monSubscribeAck',
      'osdMap',
      'ping',
      'poolOp',
      'poolOpReply',
      'serviceMap',
      'statfs',
      'statfsReply'
    ])
  })
})

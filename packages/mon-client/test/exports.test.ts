import * as monClient from '@cephwire/mon-client'
import { expect } from 'chai'

describe('@cephwire/mon-client', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(monClient).sort()).to.deep.equal([
      'CephConf',
      'CephFloat',
      'ConfigError',
      'DnsError',
      'FsidMismatchError',
      'LogLevel',
      'MonClient',
      'MonClientClosedError',
      'MonClientError',
      'MonClientFullError',
      'MonCommandError',
      'MonHuntError',
      'MonOutcomeUnknownError',
      'MonSessionError',
      'MonTimeoutError',
      'MsMode',
      'TargetError',
      'authenticateLegacy',
      'connect',
      'defaultMonClientOptions',
      'errnoName',
      'errnoNumber',
      'errnoText',
      'kernelHuntingOptions',
      'loadCredentials',
      'parseCephArgs',
      'parseCephConf',
      'parseMonHost',
      'resolveConfig',
      'resolveMonHost',
      'resolveMonitors',
      'splitCephArgs'
    ])
  })
})

import * as testMonitor from '@cephwire/test-monitor'
import { expect } from 'chai'

describe('@cephwire/test-monitor', () => {
  it('exports these names and no others', () => {
    expect(Object.keys(testMonitor).sort()).to.deep.equal([
      'ClusterState',
      'CommandArgs',
      'CommandError',
      'CommandFlag',
      'CommandTable',
      'Errno',
      'JsonFormatError',
      'MonCap',
      'TestCluster',
      'TestMonitor',
      'TestMonitorError',
      'createTestCluster',
      'createTestMonitor',
      'defaultTestMonitorLimits',
      'formatJson',
      'runTestMonitor'
    ])
  })
})

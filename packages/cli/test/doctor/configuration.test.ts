import { expect } from 'chai'
import { diagnose, troubleOf } from '../support/doctor.js'
import { temporaryDirectory } from '../support/files.js'
import { examineConfiguration } from '../../src/doctor/configuration.js'

/** Nothing listens there, and nobody waits for it. */
const NOWHERE = 'v2:127.0.0.1:1'

describe('cephwire doctor, of the configuration', function () {
  this.slow(1000)
  const file = temporaryDirectory()

  it('says where each value came from', async () => {
    const conf = file(
      'ceph.conf',
      '[global]\nfsid = 11111111-2222-3333-4444-555555555555\nmon_host = 10.0.0.1\n[client.x]\nms_mon_client_mode = crc\n'
    )
    const { checks } = await examineConfiguration({ conf, name: 'client.x' }, { CEPH_KEYRING: '/k' })
    expect(checks).to.deep.equal([
      {
        check: 'configuration',
        result: 'ok',
        seen: `${conf}, as client.x`,
        evidence: [
          `monitors: ${conf}:3 [global]`,
          'key: CEPH_KEYRING',
          'authentication cephx, none: the default',
          `mode crc: ${conf}:5 [client.x]`,
          `fsid: ${conf}:2 [global]`
        ]
      }
    ])
  })

  const broken: readonly {
    title: string
    conf: () => string
    args?: readonly string[]
    problem: string
    advice: string
  }[] = [
    {
      title: 'a file that is not there',
      conf: () => file('missing.conf'),
      problem: 'conf-missing',
      advice: '  scp HOST:/etc/ceph/ceph.conf .'
    },
    {
      title: 'a directory in its place',
      conf: () => file('.'),
      problem: 'conf-unreadable',
      advice: 'Make it a file that you may read:'
    },
    {
      title: 'a line that is none',
      conf: () => file('garbled.conf', '[global]\nmon_host 10.0.0.1\n'),
      problem: 'conf-malformed',
      advice: 'Correct line 2 of '
    },
    {
      title: 'a value that makes no sense',
      conf: () => file('value.conf', '[global]\nms_mon_client_mode = fast\n'),
      problem: 'option-invalid',
      advice: 'Correct ms_mon_client_mode where it is given: see the place above.'
    }
  ]
  for (const { title, conf, problem, advice } of broken) {
    it(`tells ${title}`, async () => {
      const found = await diagnose(['-c', conf(), '-m', NOWHERE])
      expect(found.troubles).to.deep.equal([`configuration: ${problem}`])
      expect(found.checks.map(({ check }) => check)).to.deep.equal(['node', 'configuration'])
      expect(found.exitCode).to.equal(1)
      expect(troubleOf(found, 'configuration').advice?.some(line => line.startsWith(advice))).to.equal(true)
    })
  }

  it('tells a section that nobody reads', async () => {
    const conf = file('odd.conf', '[global]\n[clinet.admin]\nkeyring = /k\n[osd.1]\n[mon]\n')
    const { checks } = await examineConfiguration({ conf }, {})
    expect(checks[1]).to.deep.equal({
      check: 'configuration',
      result: 'warning',
      problem: 'unknown-section',
      seen: `${conf} has [clinet.admin]`,
      meaning: 'Nobody reads a section of such a name, nor the options in it.',
      advice: ['Name it [global], [client], [mon] … or as one entity: [client.admin].']
    })
  })
})

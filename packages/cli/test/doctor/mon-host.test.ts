import { resolveConfig } from '@cephwire/mon-client'
import { expect } from 'chai'
import { examineMonHost } from '../../src/doctor/mon-host.js'
import type { DnsSrvOptions, MonClientOptions } from '@cephwire/mon-client'
import type { Check } from '../../src/doctor/check.js'

const none = { lookup: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })) }

async function examined(options: MonClientOptions, dns: DnsSrvOptions): Promise<readonly Check[]> {
  const config = await resolveConfig({ ...options, config: { no_config_file: 'true', ...options.config } }, {})
  return (await examineMonHost(config, dns)).checks
}

const problems = (checks: readonly Check[]): readonly string[] =>
  checks.map(({ result, problem }) => (problem === undefined ? result : `${result}: ${problem}`))

describe('cephwire doctor, of the names of monitors', () => {
  it('counts addresses, also those that it had to guess', async () => {
    const checks = await examined({ monHost: '10.0.0.1,v2:10.0.0.2:3300' }, {})
    expect(checks).to.deep.equal([
      { check: 'mon-host', result: 'ok', seen: '3 addresses to try, from the command line' }
    ])
  })

  it('tells a name without an address', async () => {
    const [check] = await examined({ monHost: 'mon1.example.com' }, none)
    expect(check).to.deep.equal({
      check: 'mon-host',
      result: 'failed',
      problem: 'name-unresolved',
      seen: 'Cannot resolve "mon1.example.com" (ENOTFOUND)',
      meaning: 'A name of the command line has no address on this host.',
      advice: [
        'Correct the name, or give addresses instead of names. What this host makes of it:',
        '  getent hosts mon1.example.com'
      ]
    })
  })

  it('only warns of one name when others have addresses', async () => {
    expect(problems(await examined({ monHost: '10.0.0.1,mon1.example.com' }, none))).to.deep.equal([
      'ok',
      'warning: name-unresolved'
    ])
  })

  it('tells that nobody says where the monitors are', async () => {
    const resolveSrv = (): Promise<never> => Promise.reject(new Error('no'))
    const [check] = await examined({}, { resolveSrv, readResolvConf: () => Promise.resolve('') })
    expect(check).to.deep.include({
      problem: 'mon-host-missing',
      seen: 'There is no configuration file and no -m, and DNS has no record for ceph-mon'
    })
    expect(check?.advice).to.include('  mon_host = ADDRESS,ADDRESS')
  })

  it('tells a domain without records, and the record that it needs', async () => {
    const resolveSrv = (): Promise<never> => Promise.reject(new Error('no'))
    const [check] = await examined({ config: { mon_dns_srv_name: 'ceph-mon_example.com' } }, { resolveSrv })
    expect(check).to.deep.include({ problem: 'srv-missing', seen: 'DNS has no monitors at _ceph-mon._tcp.example.com' })
    expect(check?.advice).to.deep.equal([
      'Correct mon_dns_srv_name, or add records to DNS, one for each monitor:',
      '  _ceph-mon._tcp.example.com 3600 IN SRV 10 60 3300 MONITOR',
      'What there is:',
      '  dig +short SRV _ceph-mon._tcp.example.com'
    ])
  })

  it('takes monitors from DNS', async () => {
    const resolveSrv = (): Promise<{ name: string; port: number; priority: number; weight: number }[]> =>
      Promise.resolve([{ name: 'mon1.example.com', port: 3300, priority: 10, weight: 60 }])
    const lookup = (): Promise<{ address: string }[]> => Promise.resolve([{ address: '10.0.0.1' }])
    const checks = await examined({ config: { mon_dns_srv_name: 'ceph-mon_example.com' } }, { resolveSrv, lookup })
    expect(checks).to.deep.equal([
      { check: 'mon-host', result: 'ok', seen: '1 address to try, from DNS SRV ceph-mon_example.com' }
    ])
  })

  it('tells DNS that does not answer', async () => {
    const [check] = await examined(
      { monHost: 'mon1.example.com' },
      { lookup: () => new Promise(() => undefined), signal: AbortSignal.abort(new Error('late')) }
    )
    expect(check).to.include({ problem: 'dns-timeout', result: 'failed' })
  })

  it('tells what is no address', async () => {
    const [check] = await examined({ monHost: 'v2:10.0.0.1:x' }, {})
    expect(check).to.include({
      problem: 'mon-host-malformed',
      seen: 'Not a port: expected a number up to 65535 (mon_host, column 13), from the command line'
    })
  })
})

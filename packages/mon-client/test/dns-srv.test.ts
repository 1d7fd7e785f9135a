import { formatEntityAddrvec } from '@cephwire/codec'
import { expect } from 'chai'
import { parseDnsSrvName, resolveDnsSrv, searchDomains } from '../src/dns-srv.js'
import { DnsError } from '../src/errors.js'
import type { DnsSrvOptions, SrvRecord } from '../src/dns-srv.js'

function notFound(): Error {
  return Object.assign(new Error('querySrv'), { code: 'ENOTFOUND' })
}

function dns(
  records: Readonly<Record<string, readonly SrvRecord[]>>,
  hosts: Readonly<Record<string, readonly string[]>>,
  resolvConf = ''
): DnsSrvOptions & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    resolveSrv: name => {
      asked.push(name)
      const found = records[name]
      return found === undefined ? Promise.reject(notFound()) : Promise.resolve(found)
    },
    lookup: name => {
      const found = hosts[name]
      return found === undefined ? Promise.reject(notFound()) : Promise.resolve(found.map(address => ({ address })))
    },
    readResolvConf: () => (resolvConf === '' ? Promise.reject(notFound()) : Promise.resolve(resolvConf))
  }
}

const hosts = { 'mon1.example.com': ['10.0.0.1'], 'mon2.example.com': ['10.0.0.2', 'fd00::2'] }

function record(name: string, port: number, priority = 0, weight = 0): SrvRecord {
  return { name, port, priority, weight }
}

describe('parseDnsSrvName()', () => {
  it('splits at the first underscore', () => {
    expect(parseDnsSrvName('ceph-mon')).to.deep.equal({ service: 'ceph-mon', domain: '' })
    expect(parseDnsSrvName('ceph-mon_example.com')).to.deep.equal({ service: 'ceph-mon', domain: 'example.com' })
    expect(parseDnsSrvName('a_b_c')).to.deep.equal({ service: 'a', domain: 'b_c' })
  })
})

describe('searchDomains()', () => {
  it('takes the last search or domain line', () => {
    expect(searchDomains('nameserver 1.1.1.1\ndomain a.org\nsearch b.org c.org. # x\r\n')).to.deep.equal([
      'b.org',
      'c.org'
    ])
    expect(searchDomains('search b.org\n domain a.org x\n')).to.deep.equal(['a.org'])
    expect(searchDomains('; search b.org\nsearch .\n')).to.deep.equal([])
  })
})

describe('resolveDnsSrv()', () => {
  it('takes priority, weight and names over, and guesses the protocol from the port', async () => {
    const options = dns(
      {
        '_ceph-mon._tcp.example.com': [
          record('mon2.example.com', 3300, 20, 5),
          record('mon1.example.com', 6789, 10, 60),
          record('mon1.example.com', 7777, 10, 80)
        ]
      },
      hosts
    )
    const { monitors } = await resolveDnsSrv('ceph-mon_example.com', options)
    expect(monitors.map(m => [m.name, formatEntityAddrvec(m.addrs), m.priority, m.weight])).to.deep.equal([
      ['mon1', 'v2:10.0.0.1:7777/0', 10, 80],
      ['mon1-legacy', 'v1:10.0.0.1:7777/0', 10, 80],
      ['mon1-2-legacy', 'v1:10.0.0.1:6789/0', 10, 60],
      ['mon2', 'v2:10.0.0.2:3300/0', 20, 5],
      ['mon2-2', 'v2:[fd00::2]:3300/0', 20, 5]
    ])
    expect(options.asked).to.deep.equal(['_ceph-mon._tcp.example.com'])
  })

  it('searches the domains of resolv.conf, then asks for the bare name', async () => {
    const records = { '_ceph-mon._tcp.b.org': [record('mon1.example.com', 3300)] }
    const found = dns(records, hosts, 'search a.org b.org c.org')
    expect((await resolveDnsSrv(undefined, found)).monitors.length).to.equal(1)
    expect(found.asked).to.deep.equal(['_ceph-mon._tcp.a.org', '_ceph-mon._tcp.b.org'])
    const missing = dns({}, hosts, 'search a.org')
    const error: unknown = await resolveDnsSrv('ceph-mon', missing).catch((error: unknown) => error)
    expect((error as Error).message).to.equal('DNS has no monitors at _ceph-mon._tcp.a.org, _ceph-mon._tcp')
    expect(missing.asked).to.deep.equal(['_ceph-mon._tcp.a.org', '_ceph-mon._tcp'])
  })

  it('does without resolv.conf', async () => {
    const options = dns({ '_ceph-mon._tcp': [record('mon1.example.com', 3300)] }, hosts)
    expect((await resolveDnsSrv('ceph-mon', options)).monitors.length).to.equal(1)
  })

  it('goes on without a target that has no address', async () => {
    const records = { '_ceph-mon._tcp.x': [record('gone.example.com', 3300), record('mon1.example.com', 3300)] }
    const { monitors, errors } = await resolveDnsSrv('ceph-mon_x', dns(records, hosts))
    expect(monitors.map(({ name }) => name)).to.deep.equal(['mon1'])
    expect(errors.map(({ names }) => names)).to.deep.equal([['gone.example.com']])
  })

  it('throws when no target has an address, or DNS says that there is no such service', async () => {
    const gone = dns({ '_ceph-mon._tcp.x': [record('gone.example.com', 3300)] }, hosts)
    const none = dns({ '_ceph-mon._tcp.x': [record('', 0)] }, hosts)
    for (const options of [gone, none]) {
      expect(await resolveDnsSrv('ceph-mon_x', options).catch((error: unknown) => error)).to.be.instanceOf(DnsError)
    }
  })

  it('ends with the signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    const ended = await resolveDnsSrv('ceph-mon_x', { ...dns({}, hosts), signal }).catch((error: unknown) => error)
    expect((ended as Error).message).to.equal('enough')
  })
})

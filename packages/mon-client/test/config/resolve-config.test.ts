import { mkdirSync, writeFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { formatEntityAddrvec } from '@cephwire/codec'
import { expect } from 'chai'
import { resolveConfig } from '../../src/config/resolve-config.js'
import { resolveMonitors } from '../../src/config/resolve-monitors.js'
import { ConfigError, DnsError } from '../../src/errors.js'
import { describeWithTool, temporaryDirectory } from '../real-tools.js'
import type { Environment } from '../../src/config/resolve-config.js'
import type { MonClientOptions } from '../../src/options.js'

const FSID = '0b5b2a4c-1111-2222-3333-0123456789ab'

async function failure(options: MonClientOptions, env: Environment = {}): Promise<Error> {
  try {
    await resolveConfig(options, env)
  } catch (error) {
    return error as Error
  }
  throw new Error('The configuration was accepted')
}

describe('resolveConfig()', () => {
  const temporary = temporaryDirectory()
  const write = (name: string, text: string): string => {
    writeFileSync(temporary(name), text)
    return temporary(name)
  }
  const conf = '/dev/null'

  it("gives Ceph's defaults when nothing is said", async () => {
    const config = await resolveConfig({ conf }, {})
    expect(config).to.deep.include({
      entity: { type: 'client', id: 'admin', name: 'client.admin' },
      cluster: 'ceph',
      confFile: '/dev/null',
      keySource: {
        kind: 'keyring',
        paths: [
          '/etc/ceph/ceph.client.admin.keyring',
          '/etc/ceph/ceph.keyring',
          '/etc/ceph/keyring',
          '/etc/ceph/keyring.bin'
        ]
      },
      fsid: undefined,
      authMethods: ['cephx', 'none'],
      msMode: 'prefer-secure',
      clientMsMode: 'prefer-crc',
      connectTimeout: 10_000,
      commandTimeout: 60_000,
      hunting: {
        interval: 3000,
        parallel: 3,
        backoff: 1.5,
        minMultiple: 1,
        maxMultiple: 10,
        jitter: 0,
        wholeInterval: false
      },
      targetRank: undefined,
      keepalive: { interval: 10_000, timeout: 30_000 },
      warnings: []
    })
    expect(config.monitorSource.kind).to.equal('dns_srv')
    expect(new Set(Object.values(config.sources))).to.deep.equal(new Set(['default']))
  })

  it('reads everything from ceph.conf and tells the lines', async () => {
    const file = write(
      'zone.conf',
      `[global]
fsid = ${FSID.toUpperCase()}
mon host = 10.0.0.1
auth client required = cephx
ms_mon_client_mode = crc, secure
[client]
keyring = /k/$cluster.$name.keyring,/k/$id
client mount timeout = 1m
rados mon op timeout = 0
mon_client_hunt_interval = 0.5
mon_client_ping_timeout = 7
[client.x]
mon host = 10.0.0.2
`
    )
    const config = await resolveConfig({ conf: file, name: 'client.x' }, {})
    expect(config).to.deep.include({
      cluster: 'zone',
      fsid: FSID,
      keySource: { kind: 'keyring', paths: ['/k/zone.client.x.keyring', '/k/x'] },
      monitorSource: { kind: 'mon_host', text: '10.0.0.2' },
      authMethods: ['cephx'],
      msMode: 'prefer-crc',
      connectTimeout: 60_000,
      commandTimeout: 0
    })
    expect(config.hunting.interval).to.equal(500)
    expect(config.keepalive.timeout).to.equal(7000)
    expect(config.sources).to.deep.include({
      entity: 'options',
      cluster: file,
      monitors: `${file}:13 [client.x]`,
      key: `${file}:7 [client]`,
      fsid: `${file}:2 [global]`,
      connectTimeout: `${file}:8 [client]`,
      'hunting.parallel': 'default'
    })
  })

  it('prefers options to CEPH_ARGS, that to other variables, those to the file', async () => {
    const file = write('order.conf', '[global]\nkeyring = /file\nmon host = 1.1.1.1\n')
    const env = { CEPH_CONF: file }
    const keyring = async (options: MonClientOptions, more: Environment = {}): Promise<unknown> => {
      const { keySource, sources } = await resolveConfig(options, { ...env, ...more })
      return keySource.kind === 'keyring' ? [keySource.paths[0], sources['key']] : [keySource.kind, sources['key']]
    }
    const args = '-k /args --mon-host 2.2.2.2'
    expect(await keyring({})).to.deep.equal(['/file', `${file}:2 [global]`])
    expect(await keyring({}, { CEPH_KEYRING: '/env' })).to.deep.equal(['/env', 'CEPH_KEYRING'])
    expect(await keyring({}, { CEPH_KEYRING: '/env', CEPH_ARGS: args })).to.deep.equal(['/args', 'CEPH_ARGS'])
    expect(await keyring({ keyring: '/opt' }, { CEPH_ARGS: args })).to.deep.equal(['/opt', 'options'])
    expect(await keyring({ config: { keyring: '/conf' } }, { CEPH_ARGS: args })).to.deep.equal(['/conf', 'options'])
    expect(await keyring({ key: 'AQ==' }, { CEPH_ARGS: args })).to.deep.equal(['key', 'options'])
    expect((await resolveConfig({}, { ...env, CEPH_ARGS: args })).monitorSource).to.deep.include({ text: '2.2.2.2' })
    expect((await resolveConfig({ monHost: '3.3.3.3' }, { ...env, CEPH_ARGS: args })).monitorSource).to.deep.include({
      text: '3.3.3.3'
    })
  })

  it('prefers a key to a keyfile and that to a keyring within one source', async () => {
    const both = write('both.conf', '[global]\nkeyring = /k\nkeyfile = /f\n')
    const all = write('all.conf', '[global]\nkeyring = /k\nkeyfile = /f\nkey = AQ==\n')
    expect((await resolveConfig({ conf: both }, {})).keySource).to.deep.equal({ kind: 'keyfile', path: '/f' })
    expect((await resolveConfig({ conf: all }, {})).keySource).to.include({ kind: 'key', key: 'AQ==' })
    const keyring = { kind: 'keyring', paths: ['/o'] }
    expect((await resolveConfig({ conf: all, keyring: '/o' }, {})).keySource).to.deep.equal(keyring)
  })

  it('does not print a key', async () => {
    const config = await resolveConfig({ conf, key: 'AQSECRET==' }, {})
    expect(config.keySource).to.include({ kind: 'key', key: 'AQSECRET==' })
    expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.to.contain('SECRET')
  })

  it('warns of a key that other processes can see', async () => {
    const { warnings } = await resolveConfig({ conf }, { CEPH_ARGS: '--key AQSECRET==' })
    expect(warnings).to.deep.equal([
      'The key is given in CEPH_ARGS, where other processes can see it: use a keyring or a keyfile'
    ])
  })

  it('takes the entity from CEPH_ARGS, an id alone too', async () => {
    const name = async (args: string): Promise<string> =>
      (await resolveConfig({ conf }, { CEPH_ARGS: args })).entity.name
    expect(await name('-n client.a --id b')).to.equal('client.b')
    expect(await name('--id b -n client.a')).to.equal('client.a')
    expect((await failure({ conf }, { CEPH_ARGS: '-n admin' })).message).to.contain('(CEPH_ARGS)')
  })

  it('looks for files in order, and takes the cluster for their name', async () => {
    mkdirSync(temporary('.ceph'))
    const file = write('.ceph/blue.conf', '[global]\nmon host = 1.1.1.1\n')
    const env = { HOME: temporary('.').replace(/\/\.$/, '') }
    const config = await resolveConfig({ cluster: 'blue' }, env)
    expect(config.confFile).to.equal(file)
    expect((await resolveConfig({ conf: `${temporary('no.conf')},${file}` }, {})).confFile).to.equal(file)
    expect((await resolveConfig({}, { CEPH_CONF: file })).cluster).to.equal('ceph')
    expect((await resolveConfig({ config: { no_config_file: 'true' } }, env)).confFile).to.equal(undefined)
  })

  it('refuses a file that was asked for and is not there', async () => {
    const error = await failure({ conf: temporary('no.conf') })
    expect(error).to.be.instanceOf(ConfigError)
    expect(error.message).to.contain(`No such configuration file: ${temporary('no.conf')} (given by options)`)
    expect((await failure({}, { CEPH_CONF: temporary('no.conf') })).message).to.contain('(given by CEPH_CONF)')
  })

  it('names option, file and line of values that make no sense', async () => {
    for (const line of [
      'fsid = x',
      'ms_mon_client_mode = fast',
      'auth client required = gss',
      'client mount timeout = soon',
      'mon client hunt interval = -1'
    ]) {
      const file = write('bad.conf', `[global]\n${line}\n`)
      expect((await failure({ conf: file })).message).to.match(/^Expected .*bad\.conf:2 \[global\]\)/)
    }
    expect((await failure({ config: { monmap: '/m' }, conf })).message).to.contain('A monmap file is not supported')
  })

  it('uses a path as it stands, and takes nothing from objects', async () => {
    const file = write('path.conf', '[global]\nkeyring = /x/$name/../../../etc/shadow\n')
    const { keySource } = await resolveConfig(
      { conf: file, config: JSON.parse('{"__proto__":"x","toString":"y"}') as Record<string, string> },
      {}
    )
    expect(keySource).to.deep.equal({ kind: 'keyring', paths: ['/x/client.admin/../../../etc/shadow'] })
  })
})

describe('resolveMonitors()', () => {
  const temporary = temporaryDirectory()
  const dns = { lookup: noDns, resolveSrv: noDns, readResolvConf: () => Promise.resolve('') }

  it('takes the addresses of sections of monitors', async () => {
    const file = temporary('old.conf')
    writeFileSync(
      file,
      '[mon]\nmon priority = 1\n[mon.a]\nmon addr = 10.0.0.1\n[mon.b]\nhost = x\n[mon.c]\nmon addr = v2:10.0.0.3\nmon weight = 7\n'
    )
    const { monitors } = await resolveMonitors(await resolveConfig({ conf: file }, {}), dns)
    expect(monitors.map(m => [m.name, formatEntityAddrvec(m.addrs), m.priority, m.weight])).to.deep.equal([
      ['a', 'v1:10.0.0.1:6789/0', 1, 0],
      ['c', 'v2:10.0.0.3:3300/0', 1, 7]
    ])
    writeFileSync(file, '[mon.a]\n\nmon addr = mon1\n')
    expect((await failure({ conf: file })).message).to.contain(`(${file}:3, mon_addr)`)
  })

  it('says what to add to which file when nothing names a monitor', async () => {
    const file = temporary('empty.conf')
    writeFileSync(file, '[global]\n')
    const error: unknown = await resolveMonitors(await resolveConfig({ conf: file }, {}), dns).catch(
      (error: unknown) => error
    )
    expect(error).to.be.instanceOf(ConfigError)
    expect((error as Error).message).to.equal(
      `${file} names no monitors: add "mon_host = ADDRESS[,ADDRESS…]" to its section [global] (DNS has no monitors at _ceph-mon._tcp) (mon_host)`
    )
  })

  it('leaves it to DNS when a name there was given', async () => {
    const config = await resolveConfig({ conf: '/dev/null', config: { mon_dns_srv_name: 'mons_example.com' } }, {})
    const error: unknown = await resolveMonitors(config, dns).catch((error: unknown) => error)
    expect(error).to.be.instanceOf(DnsError)
    expect((error as DnsError).names).to.deep.equal(['_mons._tcp.example.com'])
  })

  it('reads mon_host', async () => {
    const { monitors } = await resolveMonitors(
      await resolveConfig({ conf: '/dev/null', monHost: '10.0.0.1:3300' }, {}),
      dns
    )
    expect(monitors.map(({ name }) => name)).to.deep.equal(['noname-a'])
  })
})

function noDns(): Promise<never> {
  return Promise.reject(Object.assign(new Error('query'), { code: 'ENOTFOUND' }))
}

describeWithTool('ceph-conf', 'ceph-conf(8) on the same keyring', run => {
  const temporary = temporaryDirectory()
  it('chooses the same paths', async () => {
    const file = temporary('blue.conf')
    writeFileSync(file, '[client.x]\nkeyring = /k/$cluster.$name,/k/$type-$id\n')
    const cases: readonly (readonly [args: string, env: Record<string, string>])[] = [
      ['-c /dev/null', {}],
      ['-c /dev/null -n client.foo', {}],
      [`-c ${file} -n client.x`, {}],
      [`-c ${file} -n client.x --cluster red`, {}],
      [`-n client.x`, { CEPH_CONF: file }],
      [`-c ${file} -n client.x`, { CEPH_KEYRING: '/env' }],
      [`-c ${file} -n client.x --keyring /args/$id`, { CEPH_KEYRING: '/env' }]
    ]
    for (const [args, env] of cases) {
      const { stdout } = run([...args.split(' '), '--show-config-value', 'keyring'], env)
      const { keySource } = await resolveConfig({}, { HOME: '/home/nobody', ...env, CEPH_ARGS: args })
      const paths = stdout
        .trim()
        .split(',')
        .filter(path => path !== '')
      expect(keySource, args).to.deep.equal({ kind: 'keyring', paths })
    }
  })
})

import { formatEntityAddrvec } from '@cephwire/codec'
import { expect } from 'chai'
import { ConfigError, DnsError } from '../src/errors.js'
import { parseMonHost, resolveMonHost } from '../src/mon-host.js'
import { describeWithTool, temporaryDirectory } from './real-tools.js'
import type { Lookup } from '../src/config/resolve-names.js'

const hosts: Readonly<Record<string, readonly string[]>> = { one: ['10.0.0.1'], two: ['10.0.0.2', 'fd00::2'], none: [] }

const lookup: Lookup = name => {
  const found = hosts[name]
  return found === undefined
    ? Promise.reject(Object.assign(new Error('queryA'), { code: 'ENOTFOUND' }))
    : Promise.resolve(found.map(address => ({ address })))
}

async function monitors(text: string): Promise<readonly string[]> {
  const resolved = await resolveMonHost(parseMonHost(text), { lookup })
  return resolved.monitors.map(({ name, addrs }) => `${name.replace('noname-', '')} ${formatEntityAddrvec(addrs)}`)
}

function failure(text: string): ConfigError {
  try {
    parseMonHost(text)
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
  throw new Error('The text was accepted')
}

/** What Ceph's client makes of mon_host: its log says so with --debug-monc 20. */
const addresses: Readonly<Record<string, readonly string[]>> = {
  '1.2.3.4': ['a v2:1.2.3.4:3300/0', 'a-legacy v1:1.2.3.4:6789/0'],
  '1.2.3.4:6789': ['a-legacy v1:1.2.3.4:6789/0'],
  '1.2.3.4:3300': ['a v2:1.2.3.4:3300/0'],
  '1.2.3.4:1234': ['a v2:1.2.3.4:1234/0', 'a-legacy v1:1.2.3.4:1234/0'],
  '1.2.3.4:': ['a v2:1.2.3.4:3300/0', 'a-legacy v1:1.2.3.4:6789/0'],
  '1.2.3.4/5': ['a v2:1.2.3.4:3300/5', 'a-legacy v1:1.2.3.4:6789/5'],
  'any:1.2.3.4': ['a v2:1.2.3.4:3300/0', 'a-legacy v1:1.2.3.4:6789/0'],
  'v1:1.2.3.4': ['a v1:1.2.3.4:6789/0'],
  'v2:1.2.3.4': ['a v2:1.2.3.4:3300/0'],
  'v1:1.2.3.4:3300': ['a v1:1.2.3.4:3300/0'],
  'v2:1.2.3.4:6789': ['a v2:1.2.3.4:6789/0'],
  '[v2:1.2.3.4:3300]': ['a v2:1.2.3.4:3300/0'],
  '[v2:1.2.3.4:3300,v1:1.2.3.4:6789]': ['a [v2:1.2.3.4:3300/0,v1:1.2.3.4:6789/0]'],
  '[v2:1.2.3.4:3300/0,v1:1.2.3.4:6789/0],[v2:1.2.3.5:3300/0,v1:1.2.3.5:6789/0]': [
    'a [v2:1.2.3.4:3300/0,v1:1.2.3.4:6789/0]',
    'b [v2:1.2.3.5:3300/0,v1:1.2.3.5:6789/0]'
  ],
  '[v2:[fd00::1]:3300/0,v1:[fd00::1]:6789/0]': ['a [v2:[fd00::1]:3300/0,v1:[fd00::1]:6789/0]'],
  '[1.2.3.4:3300,1.2.3.4:6789]': ['a [v2:1.2.3.4:3300/0,v2:1.2.3.4:6789/0]'],
  'v2:1.2.3.4:3300 v1:1.2.3.5:6789;1.2.3.6:3300,1.2.3.7:3300': [
    'a v2:1.2.3.4:3300/0',
    'b v1:1.2.3.5:6789/0',
    'c v2:1.2.3.6:3300/0',
    'd v2:1.2.3.7:3300/0'
  ],
  '[::1]:6789,[fe80::3]:3300': ['a-legacy v1:[::1]:6789/0', 'b v2:[fe80::3]:3300/0'],
  '::2': ['a v2:[::2]:3300/0', 'a-legacy v1:[::2]:6789/0'],
  '1.2.3.4:3300,,1.2.3.5:3300,': ['a v2:1.2.3.4:3300/0', 'b v2:1.2.3.5:3300/0'],
  '1.2.3.4:3300,1.2.3.4:3300,1.2.3.5:3300': ['a v2:1.2.3.4:3300/0', 'c v2:1.2.3.5:3300/0']
}

describe('parseMonHost() and resolveMonHost()', () => {
  for (const [text, expected] of Object.entries(addresses)) {
    it(`read ${text}`, async () => expect(await monitors(text)).to.deep.equal(expected))
  }

  it('complete the ports of an addrvec', async () => {
    expect(await monitors('[v2:1.2.3.4,v1:1.2.3.4]')).to.deep.equal(['a [v2:1.2.3.4:3300/0,v1:1.2.3.4:6789/0]'])
  })
})

describe('parseMonHost()', () => {
  const mistakes: readonly (readonly [text: string, column: number, message: string])[] = [
    ['', 1, 'names no monitor'],
    [',,,', 1, 'names no monitor'],
    [' ; ', 1, 'names no monitor'],
    ['[v2:1.2.3.4:3300', 1, '"[" without its "]"'],
    ['1.1.1.1,[v2:1.2.3.4:3300', 9, '"[" without its "]"'],
    ['[v2:1.2.3.4:3300/0 v1:1.2.3.4:6789/0]', 1, '"[" without its "]"'],
    ['1.1.1.1]', 8, '"]" without its "["'],
    ['1.1.1.1, 1.2.3.4:99999', 18, 'expected a number up to 65535'],
    ['1.2.3.4:0', 9, 'Port 0'],
    ['1.2.3.4:x', 9, 'Not a port'],
    ['[fd00::1]:70000', 11, 'Not a port'],
    ['v2:1.2.3.4:3300/x', 17, 'Not a nonce'],
    ['v2:1.2.3.4:3300/4294967296', 17, 'Not a nonce'],
    ['1.2.3', 1, 'Not an IP address'],
    ['v2:256.1.1.1', 4, 'Not an IP address'],
    ['[fd00::g]', 2, 'Not an IP address'],
    ['[v2:1.2.3.4:3300,v1:mon1]', 18, 'no names'],
    ['[v2:1.2.3.4:3300]x', 18, 'Unexpected text behind'],
    ['-', 1, 'Neither an IP address nor the name of a host'],
    ['a,b@c', 3, 'Neither an IP address nor the name of a host'],
    ['mon1/5', 5, 'A name has no nonce'],
    ['[]', 2, 'Not an IP address']
  ]
  for (const [text, column, message] of mistakes) {
    it(`points to the mistake in ${JSON.stringify(text)}`, () => {
      const error = failure(text)
      expect(error.message).to.contain(message)
      expect({ column: error.column, option: error.option }).to.deep.equal({ column, option: 'mon_host' })
    })
  }

  it('takes ten thousand entries in no time, and refuses millions', async () => {
    const many = Array.from({ length: 10_000 }, (_, i) => `10.0.${i >> 8}.${i & 255}`).join(',')
    const start = performance.now()
    const { monitors } = await resolveMonHost(parseMonHost(many), { lookup })
    expect(performance.now() - start).to.be.below(1000)
    expect(monitors.length).to.equal(20_000)
    expect(new Set(monitors.map(({ name }) => name)).size).to.equal(20_000)
    expect(failure('1.2.3.4,'.repeat(200_000)).message).to.contain('longer than')
  })

  it('takes hostile texts in linear time', () => {
    const start = performance.now()
    for (const text of [
      '['.repeat(500_000),
      `${'a-'.repeat(250_000)}!`,
      ':'.repeat(500_000),
      '1.'.repeat(250_000),
      'a.'.repeat(250_000)
    ]) {
      failure(text)
    }
    expect(performance.now() - start).to.be.below(1000)
  })
})

describe('resolveMonHost()', () => {
  it('takes all addresses of a name, and its port', async () => {
    expect(await monitors('two:3300 one 10.0.0.9:3300')).to.deep.equal([
      'a v2:10.0.0.2:3300/0',
      'b v2:[fd00::2]:3300/0',
      'c v2:10.0.0.1:3300/0',
      'c-legacy v1:10.0.0.1:6789/0',
      'd v2:10.0.0.9:3300/0'
    ])
  })

  it('takes a name with its protocol', async () => {
    expect(await monitors('v1:one,v2:one:4000')).to.deep.equal(['a v1:10.0.0.1:6789/0', 'b v2:10.0.0.1:4000/0'])
  })

  it('goes on without a name that cannot be resolved, and tells', async () => {
    const { monitors, errors } = await resolveMonHost(parseMonHost('nosuch.invalid,none,one:3300'), { lookup })
    expect(monitors.map(({ name }) => name)).to.deep.equal(['noname-a'])
    expect(errors.map(({ message }) => message)).to.deep.equal([
      'Cannot resolve "nosuch.invalid" (ENOTFOUND): check the name and DNS',
      'Cannot resolve "none" (no address): check the name and DNS'
    ])
  })

  it('throws what the resolver says when nothing remains', async () => {
    for (const [text, names] of [
      ['nosuch.invalid', ['nosuch.invalid']],
      ['nosuch.invalid,other', ['nosuch.invalid', 'other']]
    ] as const) {
      const error: unknown = await resolveMonHost(parseMonHost(text), { lookup }).catch((error: unknown) => error)
      expect(error).to.be.instanceOf(DnsError)
      expect((error as DnsError).names).to.deep.equal(names)
      expect((error as DnsError).retryable).to.equal(true)
    }
  })

  it('looks a name up once', async () => {
    const asked: string[] = []
    await resolveMonHost(parseMonHost('one:1,one:2,two'), { lookup: name => (asked.push(name), lookup(name)) })
    expect(asked).to.deep.equal(['one', 'two'])
  })

  it('ends with the signal, even while the resolver hangs', async () => {
    const controller = new AbortController()
    const resolving = resolveMonHost(parseMonHost('one'), {
      lookup: () => new Promise(() => undefined),
      signal: controller.signal
    })
    controller.abort(new Error('enough'))
    expect(await resolving.catch((error: unknown) => (error as Error).message)).to.equal('enough')
  })
})

describeWithTool('monmaptool', 'monmaptool(8) on the same mon_host', run => {
  const temporary = temporaryDirectory()
  // It writes the map for a new cluster: there, both kinds of one address make one monitor, and an unusual port is msgr2.
  const forMkfs = (expected: readonly string[]): readonly string[] =>
    expected.flatMap(monitor => {
      const [name, addr] = monitor.split(' ') as [string, string]
      if (!name.endsWith('-legacy')) {
        const legacy = expected.find(other => other.startsWith(`${name}-legacy `))?.split(' ')[1]
        return [legacy?.includes(':6789/') === true ? `${name} [${addr},${legacy}]` : monitor]
      }
      const base = name.slice(0, -'-legacy'.length)
      return expected.some(other => other.startsWith(`${base} `)) ? [] : [`${base} ${addr}`]
    })
  for (const [text, expected] of Object.entries(addresses)) {
    it(`reads ${text}`, () => {
      const file = temporary('monmap')
      run(['--create', '--clobber', '--generate', '-c', '/dev/null', '-m', text, file])
      const printed = run(['--print', file]).stdout
      const found = [...printed.matchAll(/^\d+: (\S+) mon\.noname-(\S+)$/gm)].map(([, addr, name]) => `${name} ${addr}`)
      expect(found.toSorted()).to.deep.equal(forMkfs(expected).toSorted())
    })
  }
})

import { createServer } from 'node:net'
import { run } from '@cephwire/cli'
import { expect } from 'chai'
import { temporaryDirectory } from './support/files.js'
import { fakeIo } from './support/io.js'
import type { AddressInfo, Server, Socket } from 'node:net'

/** A well-formed key of no cluster. */
const KEY = 'AQBnu2VoAAAAABAAMDEyMzQ1Njc4OWFiY2RlZg=='
const KEYRING = `[client.admin]\n\tkey = ${KEY}\n`

/** What strangers say to whoever connects. */
const strangers: Readonly<Record<string, (socket: Socket) => void>> = {
  'says nothing': () => undefined,
  'sends garbage': socket => socket.write(Buffer.alloc(600, 0xaa)),
  'speaks HTTP': socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
  'speaks msgr1': socket => socket.write('ceph v027'),
  'speaks msgr2': socket => socket.write(Buffer.from('ceph v2\n\x10\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1')),
  'requires features of tomorrow': socket =>
    socket.write(Buffer.from('ceph v2\n\x10\0\xff\0\0\0\0\0\0\0\xff\0\0\0\0\0\0\0', 'latin1')),
  'hangs up': socket => socket.destroy()
}

function listen(greet: (socket: Socket) => void, sockets: Set<Socket>): Promise<Server> {
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    greet(socket)
  })
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)))
}

/** One line that says what is wrong, no stack, no secret. */
function expectOneLine(text: string): void {
  expect(text).to.match(/^Error [^\n]+\n$/)
  expect(text).to.not.match(/\bat .*\.(?:ts|js):\d+/)
  expect(text).to.not.include(KEY)
}

describe('a peer that is no monitor', () => {
  const file = temporaryDirectory()
  const sockets = new Set<Socket>()
  const servers: Server[] = []
  // What is loaded on first use would count against the first peer.
  before(() => run(['ping', 'osd.0'], fakeIo()))
  after(() => {
    for (const socket of sockets) socket.destroy()
    for (const server of servers) server.close()
  })

  for (const [what, greet] of Object.entries(strangers)) {
    for (const version of ['v1', 'v2']) {
      it(`${what} where ${version} is asked: exit code 1 and one line, in time`, async () => {
        const server = await listen(greet, sockets)
        servers.push(server)
        const { port } = server.address() as AddressInfo
        const io = fakeIo()
        const started = performance.now()
        const conf = file('ceph.conf', `[global]\nmon_host = ${version}:127.0.0.1:${port}\n`)
        const keyring = file('keyring', KEYRING)
        expect(await run(['-c', conf, '-k', keyring, '--connect-timeout', '1', 'fsid'], io)).to.equal(1)
        expect(performance.now() - started).to.be.lessThan(2000)
        expectOneLine(io.stderr.text())
        expect(io.stderr.text()).to.include(String(port))
        expect(io.stdout.text()).to.equal('')
      })
    }
  }
})

describe('a command line that cannot work', () => {
  const file = temporaryDirectory()
  const good = (): string => file('good.keyring', KEYRING)
  const conf = (): string => file('good.conf', '[global]\nmon_host = v2:127.0.0.1:1\n')

  const cases: readonly [title: string, args: () => readonly string[], exitCode: number, says: RegExp][] = [
    ['a missing keyring', () => ['-c', conf(), '-k', file('absent')], 1, /No keyring for client.admin.*absent/],
    [
      'a malformed keyring',
      () => ['-c', conf(), '-k', file('bad.keyring', '[client.admin]\n\tkey = AQ!!\n')],
      1,
      /bad\.keyring:2: /
    ],
    [
      'an entity without a key',
      () => ['-c', conf(), '-k', good(), '--id', 'x'],
      13,
      /EACCES.*client\.x.*client\.admin/
    ],
    ['a name that is none', () => ['-c', conf(), '-k', good(), '-n', 'admin'], 1, /admin/],
    ['a ceph.conf that is absent', () => ['-c', file('absent.conf'), '-k', good()], 1, /absent\.conf/],
    ['a ceph.conf that is none', () => ['-c', file('bad.conf', '[global'), '-k', good()], 1, /bad\.conf:1/],
    ['an input file that is absent', () => ['-c', conf(), '-i', file('absent.bin')], 1, /absent\.bin/],
    ['an address that is none', () => ['-c', conf(), '-k', good(), '-m', '[v2:1.2.3.4:3300'], 1, /mon_host/]
  ]
  for (const [title, args, exitCode, says] of cases) {
    it(`tells ${title} in one line, exit code ${exitCode}`, async () => {
      const io = fakeIo()
      expect(await run([...args(), '--connect-timeout', '1', 'fsid'], io)).to.equal(exitCode)
      expect(io.stderr.text())
        .to.match(says)
        .and.match(/^Error[^\n]+\n$/)
      expect(io.stderr.text()).to.not.include(KEY)
    })
  }

  it('takes words from CEPH_ARGS, behind its own', async () => {
    const io = fakeIo({ env: { CEPH_ARGS: `-f json --id x` } })
    expect(await run(['-c', conf(), '-k', good(), '--id', 'admin', 'fsid'], io)).to.equal(13)
    expect(io.stderr.text()).to.include('client.x')
  })

  it('warns of a key that others can see', async () => {
    const io = fakeIo()
    expect(await run(['-c', conf(), '--key', KEY, '--connect-timeout', '1', 'fsid'], io)).to.equal(1)
    expect(io.stderr.text())
      .to.match(/^Warning: /)
      .and.not.include(KEY)
  })

  for (const args of [
    ['-f', 'bad', 'fsid'],
    ['--ms-mode', 'fast', 'fsid']
  ]) {
    it(`refuses "${args.join(' ')}" as a usage error, exit code 2`, async () => {
      const io = fakeIo()
      expect(await run(args, io)).to.equal(2)
      expect(io.stderr.text()).to.match(/^usage: /)
    })
  }

  for (const [words, exitCode, text] of [
    [['tell', 'foo', 'x'], 1, 'error handling command target: CephName: no . in foo\n'],
    [['tell', 'foo.1', 'x'], 1, 'error handling command target: unknown type foo\n'],
    [['tell', 'osd.x', 'version'], 1, 'error handling command target: osd id x not integer\n'],
    [['ping'], 1, '"ping" requires a monitor name as argument: "ping mon.<id>"\n'],
    [['ping', 'osd.0'], 1, '"ping" expects a monitor to ping; try "ping mon.<id>"\n'],
    [['daemon', 'mon.a'], 22, 'daemon requires at least 3 arguments\n']
  ] as const) {
    it(`says of "${words.join(' ')}" what ceph says`, async () => {
      const io = fakeIo()
      expect(await run(words, io)).to.equal(exitCode)
      expect(io.stderr.text()).to.equal(text)
    })
  }
})

describe('cephwire without a cluster', () => {
  it('prints its version and its help', async () => {
    const version = fakeIo()
    expect(await run(['--version'], version)).to.equal(0)
    expect(version.stdout.text()).to.match(/^cephwire version \d+\.\d+\.\d+\n$/)
    const help = fakeIo()
    expect(await run(['-h'], help)).to.equal(0)
    expect(help.stdout.text()).to.include('--ms-mode')
  })
})

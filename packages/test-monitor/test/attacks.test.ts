import { createTestMonitor } from '@cephwire/test-monitor'
import { AuthMethod, CryptoKey, CryptoKeyType } from '@cephwire/auth'
import { connect as connectTo, createServer } from 'node:net'
import { connect, dialTcp } from '@cephwire/messenger'
import { monSubscribe } from '@cephwire/messages'
import { expect } from 'chai'
import { once } from 'node:events'
import { TestClient, rejection } from './test-client.js'
import type { ClientAuthenticator, Dial } from '@cephwire/messenger'
import type { Socket } from 'node:net'
import type { TestCluster, TestClusterOptions } from '@cephwire/test-monitor'

/** A banner of msgr2 with the feature REVISION_1. */
const BANNER = Buffer.concat([Buffer.from('ceph v2\n'), Buffer.from('1000', 'hex'), Buffer.from([1]), Buffer.alloc(15)])
const TAG_AT = 0
const PREAMBLE_BYTES = 32

describe('A monitor under attack', () => {
  let cluster: TestCluster
  let bystander: TestClient
  const sockets: Socket[] = []

  const start = async (options: TestClusterOptions = {}): Promise<void> => {
    cluster = await createTestMonitor(options)
    bystander = await TestClient.connect(cluster)
  }

  /** A connection without any protocol; its bytes can be read. */
  const raw = async (): Promise<{ socket: Socket; received: () => Buffer; ended: Promise<unknown> }> => {
    const { host, port } = cluster.monitor('a').v2Addr
    const socket = connectTo({ host, port })
    sockets.push(socket)
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    const ended = new Promise(resolve => socket.once('close', resolve))
    return { socket, received: () => Buffer.concat(chunks), ended }
  }

  afterEach(async () => {
    // Whatever was done to the monitor, others did not notice.
    expect(await bystander.command({ prefix: 'fsid' })).to.include({ code: 0 })
    await bystander.close()
    for (const socket of sockets.splice(0)) socket.destroy()
    await cluster.stop()
  })

  it('SV-01: closes those who say nothing at the end of the time for a handshake', async () => {
    await start({ limits: { handshakeTimeout: 100 } })
    const begun = performance.now()
    const mute = await Promise.all(Array.from({ length: 50 }, raw))
    const slow = await raw()
    const timer = setInterval(() => slow.socket.write(BANNER.subarray(0, 1)), 30)
    await Promise.all([...mute, slow].map(({ ended }) => ended))
    clearInterval(timer)
    expect(performance.now() - begun).to.be.within(80, 1000)
    expect(cluster.monitor('a').connections).to.have.length(1)
  })

  it('SV-01: takes no more connections than it has room for, the unauthenticated ones apart', async () => {
    await start({ limits: { maxUnauthenticated: 5, maxSockets: 8 } })
    const mute = await Promise.all(Array.from({ length: 20 }, raw))
    await Promise.race(mute.map(({ ended }) => ended))
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(mute.filter(({ socket }) => !socket.destroyed)).to.have.length(5)
    for (const { socket } of mute) socket.destroy()
    await new Promise(resolve => setTimeout(resolve, 50))
    const clients: TestClient[] = []
    for (let i = 0; i < 7; i++) clients.push(await TestClient.connect(cluster))
    await rejection(TestClient.connect(cluster))
    await Promise.all(clients.map(client => client.close()))
  })

  it('SV-03: closes at once what is no handshake', async () => {
    await start()
    const preamble = Buffer.alloc(PREAMBLE_BYTES)
    preamble[TAG_AT] = 17
    const attacks = [
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
      Buffer.from('ceph v027'.padEnd(300, '\0')),
      Buffer.concat([Buffer.from('ceph v2\n'), Buffer.from('ffff', 'hex'), Buffer.alloc(70_000)]),
      Buffer.concat([BANNER, preamble]),
      Buffer.concat([BANNER, Buffer.alloc(100_000, 0xff)])
    ]
    for (const bytes of attacks) {
      const { socket, ended } = await raw()
      socket.write(bytes)
      const begun = performance.now()
      await ended
      expect(performance.now() - begun).to.be.below(500)
    }
  })

  it('SV-04: says the same to a wrong key and to an unknown name', async () => {
    await start()
    const key = CryptoKey.generate(CryptoKeyType.Aes).toBase64()
    const errors = [
      await rejection(TestClient.connect(cluster, { key })),
      await rejection(TestClient.connect(cluster, { key, entity: 'client.admim' }))
    ]
    for (const error of errors) {
      expect(error).to.include({ code: 'ERR_CEPH_AUTH_METHOD_REJECTED', result: -13 })
      expect(error).to.deep.include({ allowedMethods: [AuthMethod.Cephx], allowedModes: [2, 1] })
    }
  })

  it('SV-04: slows down who tries again and again', async function () {
    this.timeout(20_000)
    this.slow(5000)
    await start({ limits: { maxAuthFailures: 3 } })
    const key = CryptoKey.generate(CryptoKeyType.Aes).toBase64()
    const begun = performance.now()
    for (let i = 0; i < 10; i++) await rejection(TestClient.connect(cluster, { key }))
    expect(performance.now() - begun).to.be.above(500)
  })

  it('SV-05: a replayed AUTH_REQUEST_MORE proves nothing', async () => {
    await start()
    const sent: Uint8Array[] = []
    const recording: Dial = async (addr, options) => {
      const transport = await dialTcp(addr, options)
      return { ...transport, write: bytes => (sent.push(Uint8Array.from(bytes)), transport.write(bytes)) }
    }
    await (await TestClient.connect(cluster, { connect: { dial: recording } })).close()
    const { socket, received, ended } = await raw()
    // Banner, HELLO, AUTH_REQUEST, AUTH_REQUEST_MORE; then what would be the signature.
    for (const bytes of sent.slice(0, 4)) socket.write(bytes)
    await Promise.race([ended, new Promise(resolve => setTimeout(resolve, 300))])
    const tags = frameTags(received())
    expect(tags).to.deep.equal([1, 4, 3])
  })

  it('SV-11: keeps 64 subscriptions of a hundred thousand, and none with a name of a megabyte', async () => {
    await start()
    const attacker = await TestClient.connect(cluster)
    const item = { start: 0n, flags: 0 }
    const names = Array.from({ length: 100_000 }, (_, i) => [`x${i}`, item] as const)
    attacker.send(monSubscribe, { what: new Map(names), hostname: '' })
    attacker.send(monSubscribe, { what: new Map([['y'.repeat(1_048_576), item]]), hostname: '' })
    await attacker.command({ prefix: 'fsid' })
    const session = cluster.monitor('a').sessions.find(({ globalId }) => globalId === attacker.connection.globalId)
    expect(session?.subs.names).to.have.length(64)
    await attacker.close()
  })

  it('SV-12: who may only read changes nothing', async () => {
    await start()
    cluster.addEntity('client.reader', { caps: { mon: 'allow r' } })
    const reader = await TestClient.connect(cluster, { entity: 'client.reader' })
    const changing = cluster.commands.commands.filter(({ perm }) => /[wx]/.test(perm))
    expect(changing.map(({ signature }) => signature.prefix)).to.include.members([
      'auth get-or-create',
      'config-key set',
      'osd pool rm'
    ])
    const before = cluster.state.auth.version
    for (const { signature } of changing) {
      expect(await reader.command({ prefix: signature.prefix }), signature.prefix).to.include({ code: -13 })
    }
    expect(cluster.state.auth.version).to.equal(before)
    await reader.close()
  })

  it('SV-13: answers commands that are none', async () => {
    await start()
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    const cases: [readonly string[], string][] = [
      [[], 'no command specified'],
      [['x'], 'unparseable JSON x'],
      [['[]'], 'not JSON object []'],
      [['{}'], 'command prefix not found'],
      [['{"prefix":""}'], 'command prefix must not be empty'],
      [['{"prefix":["a"]}'], "bad or missing field 'prefix'"],
      [['{"prefix":{"a":1}}'], 'JSON array/object not allowed {"prefix":{"a":1}}'],
      [['{"prefix":"fsid","format":1}'], "bad or missing field 'format'"],
      [['{"prefix":"no such"}'], 'command not known'],
      [['{"prefix":"__proto__"}'], 'command not known'],
      [['{"__proto__":{"x":1},"prefix":"fsid"}'], 'JSON array/object not allowed']
    ]
    for (const [cmd, status] of cases) {
      const answer = await bystander.command(cmd)
      expect(answer.code, status).to.equal(-22)
      expect(answer.status).to.include(status)
    }
    expect(await bystander.command([`{"prefix":${deep}}`])).to.include({ code: -22 })
    expect(await bystander.command(['"', 'x'.repeat(2_000_000)])).to.include({ code: -22 })
    const wrong = await bystander.command({ prefix: 'fsid' }, undefined, '11111111-1111-1111-1111-111111111111')
    expect(wrong).to.include({ code: -1, status: 'wrong fsid' })
    expect(Object.keys(Object.prototype)).to.deep.equal([])
  })

  it('SV-13: takes 64 MiB of input, and no more', async function () {
    this.timeout(20_000)
    this.slow(5000)
    await start()
    cluster.commands.register({ signature: 'size', handler: ({ input }) => ({ output: String(input.length) }) })
    const attacker = await TestClient.connect(cluster)
    const limit = 64 * 1024 * 1024
    expect(await attacker.command({ prefix: 'size' }, new Uint8Array(limit))).to.include({ output: String(limit) })
    await rejection(attacker.command({ prefix: 'size' }, new Uint8Array(limit + 1)))
    await attacker.close()
  })

  it('SV-14: serves a storm of short connections', async function () {
    this.timeout(30_000)
    this.slow(20_000)
    await start()
    for (let round = 0; round < 10; round++) {
      const clients = await Promise.all(Array.from({ length: 50 }, () => TestClient.connect(cluster)))
      await Promise.all(clients.map(client => client.close()))
    }
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(cluster.monitor('a').connections).to.have.length(1)
  })

  it('SV-16: answers for handlers that fail', async () => {
    await start({ limits: { handlerTimeout: 50, maxOutputBytes: 1000 } })
    const cyclic: { self?: unknown } = {}
    cyclic.self = cyclic
    const handlers = {
      throws: () => {
        throw new Error('my fault')
      },
      rejects: () => Promise.reject(new Error('my fault')),
      'never settles': () => new Promise<never>(() => undefined),
      'says too much': () => ({ output: 'x'.repeat(1001) }),
      'says a function': () => ({ output: { f: () => 1 } as never }),
      'says itself': () => ({ output: cyclic as never }),
      'says a bigint': () => ({ output: { n: 2n ** 64n - 1n } })
    }
    for (const [signature, handler] of Object.entries(handlers)) cluster.commands.register({ signature, handler })
    const ask = async (prefix: string): Promise<unknown> => {
      const { code, status, output } = await bystander.command({ prefix, format: 'json' })
      return [code, status === '' ? output : status.slice(0, 30)]
    }
    expect(await Promise.all(Object.keys(handlers).map(ask))).to.deep.equal([
      [-5, 'my fault'],
      [-5, 'my fault'],
      [-110, 'The handler of the command did'],
      [-5, 'The output of 1001 bytes is ov'],
      [-5, 'A function has no JSON'],
      [-5, 'The value is nested too deeply'],
      [0, '{"n":18446744073709551615}']
    ])
  })

  it('SV-17: survives a hundred clients that reset their connection in the middle of an answer', async () => {
    await start()
    cluster.commands.register({ signature: 'much', handler: () => ({ output: 'x'.repeat(1_000_000) }) })
    await Promise.all(
      Array.from({ length: 100 }, async () => {
        let reset = (): void => undefined
        const proxy = createServer(near => {
          const far = connectTo(cluster.monitor('a').v2Addr.port, '127.0.0.1')
          near.pipe(far)
          far.pipe(near)
          near.on('error', () => far.destroy())
          far.on('error', () => undefined)
          reset = () => (far.resetAndDestroy(), near.destroy())
        })
        await once(proxy.listen(0, '127.0.0.1'), 'listening')
        const { port } = proxy.address() as { port: number }
        const { v2Addr } = cluster.monitor('a')
        const client = await TestClient.connect(cluster, { connect: { addr: v2Addr, dialAddr: { ...v2Addr, port } } })
        const answer = rejection(client.command({ prefix: 'much' }))
        setImmediate(reset)
        await answer.catch(() => undefined)
        await client.close()
        await new Promise(resolve => proxy.close(resolve))
      })
    )
  })

  it('SV-18: refuses methods and modes that it does not have, with those that it has', async () => {
    await start()
    const authenticator = (method: number): ClientAuthenticator => ({
      method,
      start: () => new Uint8Array([10]),
      more: () => new Uint8Array(0),
      done: () => ({})
    })
    const addr = cluster.monitor('a').v2Addr
    const refused = { code: 'ERR_CEPH_MSGR_AUTH_REFUSED', result: -95 }
    const strange = await rejection(connect({ addr, authenticator: authenticator(255) }))
    expect(strange)
      .to.include(refused)
      .and.deep.include({ allowedMethods: [2], allowedModes: [2, 1] })
    const mode = await rejection(connect({ addr, authenticator: authenticator(2), preferredModes: [99 as never] }))
    expect(mode).to.have.property('code', 'ERR_CEPH_MSGR_CON_MODE')
    expect(mode.message).to.include('secure, crc')
  })

  it('drops who does not take what it is sent', async () => {
    await start({ limits: { maxBufferedBytes: 1_000_000 } })
    cluster.commands.register({ signature: 'much', handler: () => ({ output: 'x'.repeat(1_000_000) }) })
    const held: Dial = async (addr, options) => {
      const transport = await dialTcp(addr, options)
      let hold = false
      async function* chunks(): AsyncGenerator<Uint8Array> {
        for await (const chunk of transport.chunks) {
          if (hold) return await new Promise<never>(() => undefined)
          yield chunk
        }
      }
      return { ...transport, chunks: chunks(), write: bytes => ((hold = bytes.length > 2000), transport.write(bytes)) }
    }
    const client = await TestClient.connect(cluster, { connect: { dial: held } })
    for (let i = 0; i < 40; i++) void client.command({ prefix: 'much' }).catch(() => undefined)
    for (let i = 0; i < 100; i++) {
      await new Promise(resolve => setTimeout(resolve, 20))
      if (cluster.monitor('a').connections.length < 2) break
    }
    expect(cluster.monitor('a').connections).to.have.length(1)
    await client.close()
  })

  it('closes sessions that are silent for too long', async () => {
    await start({ limits: { idleTimeout: 60 }, digestPeriod: 20 })
    const idle = await TestClient.connect(cluster)
    const alive = setInterval(() => void bystander.command({ prefix: 'fsid' }), 20)
    await idle.connection.closed
    clearInterval(alive)
  })

  it('reads no more commands of a session than may be in flight', async () => {
    await start({ limits: { maxCommandsInFlight: 3 } })
    let running = 0
    let most = 0
    const waiting: (() => void)[] = []
    cluster.commands.register({
      signature: 'wait',
      async handler() {
        most = Math.max(most, ++running)
        await new Promise<void>(resolve => waiting.push(resolve))
        running--
        return {}
      }
    })
    const eager = await TestClient.connect(cluster)
    const all = Array.from({ length: 20 }, () => eager.command({ prefix: 'wait' }))
    const timer = setInterval(() => waiting.shift()?.(), 1)
    await Promise.all(all)
    clearInterval(timer)
    expect(most).to.equal(3)
    await eager.close()
  })
})

/** Tags of the frames behind a banner, in crc mode of revision 1. */
function frameTags(bytes: Buffer): number[] {
  const tags: number[] = []
  let at = 10 + bytes.readUInt16LE(8)
  while (at + PREAMBLE_BYTES <= bytes.length) {
    tags.push(bytes[at]!)
    at += PREAMBLE_BYTES + bytes.readUInt32LE(at + 2) + 4
  }
  return tags
}

import { once } from 'node:events'
import { Socket, createServer } from 'node:net'
import { expect } from 'chai'
import { parseEntityAddr } from '@cephwire/codec'
import { dialTcp } from '@cephwire/messenger'
import type { AddressInfo, Server } from 'node:net'
import { failure } from './support/attack.js'
import { concat, pattern } from './support/bytes.js'

describe('dialTcp()', () => {
  let server: Server
  const sockets: Socket[] = []
  const { signal } = new AbortController()
  const addr = (): ReturnType<typeof parseEntityAddr> =>
    parseEntityAddr(`v2:127.0.0.1:${(server.address() as AddressInfo).port}/0`)
  const accepted = async (): Promise<Socket> => ((await once(server, 'connection')) as [Socket])[0]

  beforeEach(async () => {
    server = createServer(socket => void sockets.push(socket.on('error', () => undefined))).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })

  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  })

  it('carries bytes in both directions', async () => {
    const peer = accepted()
    const transport = await dialTcp(addr(), { signal })
    const socket = await peer
    await transport.write(pattern(1000))
    expect(Uint8Array.from((await once(socket, 'data'))[0] as Buffer)).to.deep.equal(pattern(1000))
    socket.end(pattern(500))
    const chunks: Uint8Array[] = []
    for await (const chunk of transport.chunks) chunks.push(chunk)
    expect(concat(...chunks)).to.deep.equal(pattern(500))
    transport.destroy()
  })

  it("turns Nagle's delay off, so that two small writes do not wait for each other", async () => {
    const setNoDelay = Reflect.get<Socket, 'setNoDelay'>(Socket.prototype, 'setNoDelay')
    const calls: (boolean | undefined)[] = []
    Socket.prototype.setNoDelay = function (noDelay) {
      calls.push(noDelay)
      return setNoDelay.call(this, noDelay)
    }
    try {
      const transport = await dialTcp(addr(), { signal })
      expect(calls).to.deep.equal([undefined])
      transport.destroy()
    } finally {
      Socket.prototype.setNoDelay = setNoDelay
    }
  })

  it('resolves a write when the system has taken it, and rejects it when the transport is destroyed', async () => {
    const peer = accepted()
    const transport = await dialTcp(addr(), { signal })
    const socket = await peer
    socket.pause()
    let settled = false
    const large = failure(transport.write(new Uint8Array(64 * 1024 * 1024)).finally(() => (settled = true)))
    await new Promise(resolve => setImmediate(resolve))
    expect(settled).to.equal(false)
    const cause = new Error('enough')
    transport.destroy(cause)
    expect(await large).to.equal(cause)
    expect(await failure(transport.write(pattern(1)))).to.equal(cause)
  })

  it('fails reader and writer when the peer resets', async () => {
    const peer = accepted()
    const transport = await dialTcp(addr(), { signal })
    ;(await peer).resetAndDestroy()
    const error = await failure(transport.chunks[Symbol.asyncIterator]().next())
    expect(error).to.include({ code: 'ECONNRESET' })
    expect(await failure(transport.write(pattern(1)))).to.be.instanceOf(Error)
    transport.destroy()
  })

  it('reads while somebody asks, and keeps what came meanwhile', async () => {
    const peer = accepted()
    const transport = await dialTcp(addr(), { signal })
    const socket = await peer
    const sent = pattern(8 * 1024 * 1024)
    const written = new Promise(resolve => socket.end(sent, () => resolve(undefined)))
    await new Promise(resolve => setImmediate(resolve))
    // What nobody has asked for waits with the peer, but for what fits into the buffers of the system.
    const received: Uint8Array[] = []
    for await (const chunk of transport.chunks) {
      received.push(chunk)
      if (received.length % 7 === 0) await new Promise(resolve => setImmediate(resolve))
    }
    await written
    expect(Buffer.compare(concat(...received), sent)).to.equal(0)
    transport.destroy()
  })

  it('ends its chunks when it is destroyed, with the cause when there is one, once', async () => {
    for (const cause of [undefined, new Error('enough')]) {
      const transport = await dialTcp(addr(), { signal })
      const chunks = transport.chunks[Symbol.asyncIterator]()
      const waiting = chunks.next()
      transport.destroy(cause)
      if (cause === undefined) expect(await waiting).to.deep.equal({ value: undefined, done: true })
      else expect(await failure(waiting)).to.equal(cause)
      expect(await chunks.next()).to.deep.equal({ value: undefined, done: true })
    }
  })

  it('destroys the socket when iteration is left', async () => {
    const peer = accepted()
    const transport = await dialTcp(addr(), { signal })
    const socket = await peer
    socket.write(pattern(10))
    for await (const chunk of transport.chunks) {
      expect(Uint8Array.from(chunk)).to.deep.equal(pattern(10))
      break
    }
    expect(await failure(transport.write(pattern(1)))).to.be.instanceOf(Error)
  })

  it('gives up with the reason of its signal, before and while it dials', async () => {
    const abort = new AbortController()
    const peer = accepted()
    const dialling = failure(dialTcp(addr(), { signal: abort.signal }))
    const reason = new Error('enough')
    abort.abort(reason)
    expect(await dialling).to.equal(reason)
    expect(await failure(dialTcp(addr(), { signal: abort.signal }))).to.equal(reason)
    void peer
  })

  it('refuses an address that is none', async () => {
    expect(await failure(dialTcp({ type: 'none', nonce: 0, host: '', port: 0 }, { signal }))).to.be.instanceOf(Error)
    expect(await failure(dialTcp({ ...addr(), host: '' }, { signal }))).to.be.instanceOf(Error)
    expect(await failure(dialTcp({ ...addr(), port: 70_000 }, { signal }))).to.be.instanceOf(RangeError)
  })
})

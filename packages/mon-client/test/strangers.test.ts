import { expect } from 'chai'
import { BannerError, MessengerError } from '@cephwire/messenger'
import { DnsError, MonHuntError, MonTimeoutError, connect } from '@cephwire/mon-client'
import { expectNoSecret, rejection } from './support/canary.js'
import { startStranger } from './support/servers.js'
import type { MonClientOptions } from '@cephwire/mon-client'
import type { Stranger } from './support/servers.js'

const KEY = 'AQDjuAJrD1s3MxAADSnFKqHL0TfhVv6KvUjAZQ=='

const attempt = async (options: MonClientOptions): Promise<{ error: Error; millis: number }> => {
  const started = performance.now()
  const error = await rejection(connect({ key: KEY, config: { no_config_file: 'true' }, ...options }))
  expectNoSecret(error, KEY)
  return { error, millis: performance.now() - started }
}

describe('connect() to what is no monitor', () => {
  let stranger: Stranger | undefined

  afterEach(() => stranger?.close())

  for (const type of ['v1', 'v2'] as const) {
    const msMode = type === 'v1' ? 'legacy' : 'secure'

    it(`gives up a host that says nothing at its deadline (${type})`, async () => {
      stranger = await startStranger(() => undefined)
      const monHost = `${type}:127.0.0.1:${stranger.port}`
      const { error, millis } = await attempt({ monHost, msMode, connectTimeout: 300 })
      expect(error).to.be.instanceOf(MonHuntError)
      expect(error.cause).to.be.instanceOf(MonTimeoutError)
      expect(error.message).to.match(
        /^No session within 300 ms \(v\d:127\.0\.0\.1:\d+\/0: No session within \d+ ms, silent in \w+\)$/
      )
      expect(millis).to.be.within(290, 800)
    })

    it(`gives up a host that speaks of other things at once (${type})`, async () => {
      stranger = await startStranger(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
      const monHost = `${type}:127.0.0.1:${stranger.port}`
      const { error, millis } = await attempt({ monHost, msMode })
      expect(error).to.be.instanceOf(BannerError)
      expect(millis).to.be.lessThan(1000)
    })

    it(`gives up a host that sends a good banner and then garbage (${type})`, async () => {
      const banner =
        type === 'v1'
          ? Buffer.concat([Buffer.from('ceph v027'), Buffer.alloc(272, 0xff)])
          : Buffer.from('ceph v2\n\x10\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0', 'latin1')
      stranger = await startStranger(socket => socket.write(Buffer.concat([banner, Buffer.alloc(4096, 0xa5)])))
      const monHost = `${type}:127.0.0.1:${stranger.port}`
      const { error, millis } = await attempt({ monHost, msMode, connectTimeout: 500 })
      const last = error instanceof MonHuntError ? error.attempts.at(-1)!.error : error
      expect(last).to.be.instanceOf(MessengerError)
      expect(millis).to.be.lessThan(1000)
    })

    it(`gives up a host that hangs up, without a storm of connections (${type})`, async () => {
      stranger = await startStranger(socket => socket.end())
      const monHost = `${type}:127.0.0.1:${stranger.port}`
      const { error } = await attempt({ monHost, msMode, connectTimeout: 500, hunting: { interval: 200 } })
      expect(error).to.be.instanceOf(MonHuntError)
      expect(stranger.connections).to.be.lessThan(5)
    })
  }

  it('gives up a port where nobody listens at its deadline, saying so', async () => {
    stranger = await startStranger(() => undefined)
    const { port } = stranger
    await stranger.close()
    stranger = undefined
    const { error, millis } = await attempt({ monHost: `v2:127.0.0.1:${port}`, connectTimeout: 300 })
    expect(error).to.be.instanceOf(MonHuntError)
    expect(error.message).to.include('ECONNREFUSED')
    expect(millis).to.be.within(290, 800)
  })

  it('tells a name that does not resolve', async () => {
    const { error } = await attempt({ monHost: 'nosuch.invalid', connectTimeout: 2000 })
    expect([DnsError, MonTimeoutError].some(type => error instanceof type)).to.equal(true)
    expect(error.message).to.include(error instanceof DnsError ? 'nosuch.invalid' : 'connect')
  })

  it('rejects with the reason of its signal, before and during', async () => {
    stranger = await startStranger(() => undefined)
    const monHost = `v2:127.0.0.1:${stranger.port},v2:127.0.0.1:${stranger.port}/1`
    const reason = new Error('changed my mind')
    expect((await attempt({ monHost, signal: AbortSignal.abort(reason) })).error).to.equal(reason)
    const controller = new AbortController()
    const { error, millis } = await (setTimeout(() => controller.abort(reason), 100),
    attempt({ monHost, signal: controller.signal }))
    expect(error).to.equal(reason)
    expect(millis).to.be.lessThan(600)
  })
})

import { expect } from 'chai'
import {
  BannerError,
  ConModeError,
  ConMode,
  ConnectionFaultError,
  connect,
  FeatureMismatchError,
  FrameIntegrityError,
  FrameTooLargeError
} from '@cephwire/messenger'
import { createFakeClock, transportPair } from '@cephwire/messenger/testing'
import { scriptedAuthenticator } from '../support/authenticators.js'
import { attack, failure, readySession, scriptedSession } from '../support/attack.js'
import { ascii, concat } from '../support/bytes.js'
import { ScriptedServer, target } from '../support/scripted-server.js'
import { vector } from '../support/vectors.js'

describe('hostile banners', () => {
  it('BN-01 refuses letters', async () => {
    const error = await attack('banner', server => server.raw(vector('BN-01')))
    expect(error).to.be.instanceOf(BannerError)
    expect(error.phase).to.equal('BANNER_CONNECTING')
    expect(error.peer).to.equal('v2:10.0.0.1:3300/0')
    expect(error.retryable).to.equal(false)
  })

  it('BN-02 tells msgr1 on a v2 address', async () => {
    const error = await attack('banner', server => server.raw(vector('BN-02')))
    expect(error).to.be.instanceOf(BannerError)
    expect(error.message).to.include('speaks msgr1, use its v1 address')
  })

  it('BN-03 refuses an empty payload', async () => {
    const error = await attack('banner', server => server.raw(vector('BN-03')))
    expect(error).to.be.instanceOf(BannerError)
    expect(error.message).to.include('payload of 0 bytes')
  })

  it('BN-04 refuses a payload over the limit without waiting for it', async () => {
    const error = await attack('banner', server => server.raw(vector('BN-04')))
    expect(error).to.be.instanceOf(FrameTooLargeError).and.to.include({ declared: 65535, limit: 1024 })
  })

  it('BN-05 ignores what a newer banner appends', async () => {
    const { server, connecting } = scriptedSession()
    await server.raw(vector('BN-05'))
    await server.take(26)
    await server.read(1)
    server.destroy()
    expect(await failure(connecting)).to.include({ phase: 'HELLO_CONNECTING' })
  })

  it('BN-06 refuses a payload that is too short', async () => {
    const error = await attack('banner', server => server.raw(vector('BN-06')))
    expect(error).to.be.instanceOf(BannerError)
    expect(error.message).to.include('payload of 15 bytes')
  })

  it('BN-07 names the features that it does not know', async () => {
    const error = await attack('banner', server => server.raw(vector('BN-07')))
    expect(error)
      .to.be.instanceOf(FeatureMismatchError)
      .and.to.include({ missing: 1n << 63n })
  })

  it('BN-08 speaks msgr2.0 in crc mode', async () => {
    const { connection } = await readySession({ revision: 0 })
    expect(connection.protocol).to.equal('msgr2.0')
    await connection.close()
  })

  it('BN-08 refuses secure mode over msgr2.0 (CVE-2020-1759)', async () => {
    const error = await attack('hello', server => server.step().catch(() => undefined), {
      revision: 0,
      connect: { preferredModes: [ConMode.Secure] }
    })
    expect(error).to.be.instanceOf(ConModeError)
    expect(error.message).to.include('CVE-2020-1759')
  })

  it('BN-08 offers crc alone over msgr2.0 when both are allowed', async () => {
    const { connection } = await readySession({
      revision: 0,
      connect: { preferredModes: [ConMode.Secure, ConMode.Crc] }
    })
    expect(connection.conMode).to.equal(ConMode.Crc)
    await connection.close()
  })

  it('BN-09 reports an end after each number of bytes', async () => {
    for (let length = 1; length < 26; length++) {
      const error = await attack('banner', async server => {
        await server.raw(vector('OK-banner').subarray(0, length))
        server.destroy()
      })
      expect(error).to.be.instanceOf(ConnectionFaultError)
      expect(error).to.include({ phase: 'BANNER_CONNECTING', retryable: true })
    }
  })

  it('BN-09 reports a reset after each number of bytes, with its cause', async () => {
    for (let length = 0; length < 26; length++) {
      const [client, peer] = transportPair(target)
      const connecting = connect({
        addr: target,
        authenticator: scriptedAuthenticator(),
        clock: createFakeClock(),
        dial: () => Promise.resolve(client)
      })
      const server = new ScriptedServer(peer)
      await server.take(26)
      await server.raw(vector('OK-banner').subarray(0, length))
      const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
      client.destroy(reset)
      const error = await failure(connecting)
      expect(error).to.be.instanceOf(ConnectionFaultError)
      expect(error.cause).to.equal(reset)
    }
  })

  it('BN-10 reads a second banner as a preamble', async () => {
    const error = await attack('banner', server => server.raw(vector('BN-10'), new Uint8Array(6)))
    expect(error).to.be.instanceOf(FrameIntegrityError).and.to.include({ part: 'preamble' })
  })

  const strangers: readonly (readonly [string, Uint8Array])[] = [
    ['HTTP', ascii('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['SSH', ascii('SSH-2.0-OpenSSH_9.2\r\n')],
    ['TLS', Uint8Array.of(0x16, 3, 3, 0, 122, 2, 0, 0, 118, 3, 3)]
  ]
  for (const [name, bytes] of strangers) {
    it(`BN-11 tells ${name}`, async () => {
      const error = await attack('banner', server => server.raw(bytes))
      expect(error).to.be.instanceOf(BannerError)
      expect(error.message).to.include(`this looks like ${name}`)
    })
  }

  it('BN-11 refuses a stranger by its first wrong byte', async () => {
    const error = await attack('banner', server => server.raw(ascii('ceph vX').subarray(0, 7)))
    expect(error).to.be.instanceOf(BannerError)
  })

  it('BN-12 gives a silent peer up at the deadline', async () => {
    const clock = createFakeClock()
    const { server, connecting } = scriptedSession({ connect: { clock } })
    await server.take(26)
    await clock.advance(9_999)
    expect(clock.sleepers).to.equal(1)
    await clock.advance(1)
    const error = await failure(connecting)
    expect(error).to.be.instanceOf(ConnectionFaultError).and.to.include({ phase: 'BANNER_CONNECTING' })
    expect(error.message).to.include('No session after 10000 ms')
    expect(concat(await server.rest())).to.have.length(0)
    expect(clock.sleepers).to.equal(0)
  })
})

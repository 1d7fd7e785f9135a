import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect } from 'chai'
import { ConMode, ConnectionFaultError, Tag } from '@cephwire/messenger'
import { createFakeClock } from '@cephwire/messenger/testing'
import type { FrameDiagnostics } from '@cephwire/messenger'
import { accepted } from './accept/support/accepted.js'
import { attack, readySession, scriptedSession } from './support/attack.js'
import { ascii } from './support/bytes.js'
import { messageBytes, sessionV1 } from './support/scripted-server-v1.js'

/** What is published of the life of connections, with the last word of the channel. */
async function lifePublished(run: () => Promise<unknown>): Promise<unknown[]> {
  const seen: unknown[] = []
  const note = (message: unknown, name: string | symbol): void => {
    seen.push([String(name).replace('ceph:msgr:', ''), message])
  }
  const channels = ['ceph:msgr:connect', 'ceph:msgr:close']
  for (const channel of channels) subscribe(channel, note)
  try {
    await run()
  } finally {
    for (const channel of channels) unsubscribe(channel, note)
  }
  return seen
}

async function published(run: () => Promise<void>): Promise<(FrameDiagnostics & { readonly direction: string })[]> {
  const seen: (FrameDiagnostics & { readonly direction: string })[] = []
  const note = (message: unknown, name: string | symbol): void => {
    seen.push({ ...(message as FrameDiagnostics), direction: String(name).replace('ceph:msgr:frame:', '') })
  }
  const channels = ['ceph:msgr:frame:in', 'ceph:msgr:frame:out']
  for (const channel of channels) subscribe(channel, note)
  try {
    await run()
  } finally {
    for (const channel of channels) unsubscribe(channel, note)
  }
  return seen
}

describe('diagnostics', () => {
  it('name each frame of msgr2 with the lengths of its segments', async () => {
    const seen = await published(async () => {
      const { server, connection } = await readySession()
      await server.message({ front: ascii('abc') }, 1n)
      await connection[Symbol.asyncIterator]().next()
      connection.send({ type: 1, front: ascii('abcd'), data: ascii('x') })
      await connection.close()
    })
    expect(seen.map(({ direction, tag }) => `${direction} ${tag}`)).to.deep.equal([
      `out ${Tag.Hello}`,
      `in ${Tag.Hello}`,
      `out ${Tag.AuthRequest}`,
      `in ${Tag.AuthReplyMore}`,
      `out ${Tag.AuthRequestMore}`,
      `in ${Tag.AuthDone}`,
      `out ${Tag.AuthSignature}`,
      `in ${Tag.AuthSignature}`,
      `out ${Tag.ClientIdent}`,
      `in ${Tag.ServerIdent}`,
      `in ${Tag.Message}`,
      `out ${Tag.Message}`
    ])
    expect(seen.at(-2)).to.deep.equal({ peer: 'v2:10.0.0.1:3300/0', tag: 17, lengths: [41, 3], direction: 'in' })
    expect(seen.at(-1)).to.deep.equal({ peer: 'v2:10.0.0.1:3300/0', tag: 17, lengths: [41, 4, 0, 1], direction: 'out' })
  })

  it('name what follows the handshake of msgr1', async () => {
    const seen = await published(async () => {
      const { server, connecting } = sessionV1()
      await server.accept()
      const connection = await connecting
      await server.raw(messageBytes({ front: ascii('abc') }))
      await connection[Symbol.asyncIterator]().next()
      connection.send({ type: 1, front: ascii('abcd') })
      await connection.close()
    })
    expect(seen).to.deep.equal([
      { peer: 'v1:10.0.0.1:6789/0', tag: 7, lengths: [3, 0, 0], direction: 'in' },
      { peer: 'v1:10.0.0.1:6789/0', tag: 7, lengths: [4, 0, 0], direction: 'out' }
    ])
  })

  const peer = 'v2:10.0.0.1:3300/0'

  it('tell of a connection that is ready, after how long, and of its end by close()', async () => {
    const seen = await lifePublished(async () => {
      const clock = createFakeClock(1000)
      const { server, connecting } = scriptedSession({ connect: { clock } })
      await server.upTo('auth')
      await clock.advance(7)
      await server.upTo('ready')
      await (await connecting).close()
    })
    expect(seen).to.deep.equal([
      ['connect', { peer, protocol: 'msgr2.1', conMode: ConMode.Crc, millis: 7 }],
      ['close', { peer, error: undefined }]
    ])
  })

  it('tell of an end with its error', async () => {
    let error: Error | undefined
    const seen = await lifePublished(async () => {
      error = await attack('ready', server => server.destroy())
    })
    expect(error).to.be.instanceOf(ConnectionFaultError)
    expect(seen.slice(1)).to.deep.equal([['close', { peer, error }]])
  })

  it('do not tell of a connection that was never ready', async () => {
    expect(await lifePublished(() => attack('ident', server => server.destroy()))).to.deep.equal([])
  })

  it("tell of msgr1's and of accepted connections", async () => {
    const seen = await lifePublished(async () => {
      const { server, connecting } = sessionV1()
      await server.accept()
      await (await connecting).close()
      const { client, accepting } = accepted()
      await client.upTo('ready')
      await (await accepting).close()
    })
    expect(seen).to.deep.equal([
      ['connect', { peer: 'v1:10.0.0.1:6789/0', protocol: 'msgr1', conMode: ConMode.Crc, millis: 0 }],
      ['close', { peer: 'v1:10.0.0.1:6789/0', error: undefined }],
      ['connect', { peer: 'v2:10.0.0.9:50000/4711', protocol: 'msgr2.1', conMode: ConMode.Crc, millis: 0 }],
      ['close', { peer: 'v2:10.0.0.9:50000/4711', error: undefined }]
    ])
  })
})

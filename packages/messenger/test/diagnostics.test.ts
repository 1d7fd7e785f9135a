import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect } from 'chai'
import { Tag } from '@cephwire/messenger'
import type { FrameDiagnostics } from '@cephwire/messenger'
import { readySession } from './support/attack.js'
import { ascii } from './support/bytes.js'
import { messageBytes, sessionV1 } from './support/scripted-server-v1.js'

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
})

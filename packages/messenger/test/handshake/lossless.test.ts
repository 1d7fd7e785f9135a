import { Tag } from '@cephwire/messenger'
import { authSignatureCodec, clientIdentCodec, serverIdentCodec } from '@cephwire/messenger/frames'
import { decode } from '@cephwire/codec'
import { expect } from 'chai'
import { scriptedSession } from '../support/attack.js'
import { goodIdent } from '../support/scripted-server.js'
import type { ClientIdent } from '@cephwire/messenger/frames'

/** What a client says of itself to a server that would keep its session. */
async function identOf(acceptLossless: boolean, flags: bigint): Promise<ClientIdent> {
  const { server, connecting } = scriptedSession({ connect: { acceptLossless } })
  await server.upTo('sign')
  await server.control(Tag.AuthSignature, authSignatureCodec, server.signature)
  const ident = decode(clientIdentCodec, (await server.read(Tag.ClientIdent)).segments[0]!)
  await server.control(Tag.ServerIdent, serverIdentCodec, { ...goodIdent, flags, cookie: 99n })
  await (await connecting).close()
  return ident
}

describe('a session that the server would keep', () => {
  it('is taken by who says so, under a cookie of its own each time', async () => {
    const idents = [await identOf(true, 0n), await identOf(true, 0n)]
    expect(idents.map(({ flags }) => flags)).to.deep.equal([0n, 0n])
    const cookies = new Set(idents.map(({ cookie }) => cookie))
    expect(cookies.size).to.equal(2)
    expect(cookies.has(0n)).to.equal(false)
  })

  it('may be lossy all the same', async () => {
    expect((await identOf(true, 1n)).flags).to.equal(0n)
  })

  it('is asked for by nobody else', async () => {
    const { flags, cookie } = await identOf(false, 1n)
    expect({ flags, cookie }).to.deep.equal({ flags: 1n, cookie: 0n })
  })
})

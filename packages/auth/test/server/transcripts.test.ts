import { expect } from 'chai'
import { EntityType } from '@cephwire/codec'
import { toHex } from '@cephwire/codec/testing'
import { ConnectionFaultError } from '@cephwire/messenger'
import { accept } from '@cephwire/messenger/accept'
import { createFakeClock, transportPair } from '@cephwire/messenger/testing'
import { formatAuthEntity } from '@cephwire/auth'
import { KeyServer, createAuthServer } from '@cephwire/auth/server'
import type { Connection, Message } from '@cephwire/messenger'
import type { AuthServer, AuthSession } from '@cephwire/auth/server'
import { MAUTH, decodeMAuth, encodeMAuthReply } from './support/mauth.js'
import { readTranscript, recordedClock, recordedServerRandom, transcripts } from './support/transcript.js'
import type { RecordedConnection, Transcript } from './support/transcript.js'

/** The server of a transcript, with the same random numbers and the same time. */
function recordedServer({ key, ttl, method }: Transcript): AuthServer {
  const random = recordedServerRandom()
  const clock = recordedClock
  const keyServer = new KeyServer({
    keyType: key.type,
    clock,
    random,
    serviceTicketTtl: ttl,
    authTicketTtl: ttl
  })
  const caps = new Map(['mon', 'osd', 'mgr', 'mds'].map(service => [service, 'allow *']))
  return createAuthServer({
    methods: [method],
    keyServer,
    clock,
    random,
    keys: entity => (formatAuthEntity(entity) === 'client.admin' ? { key, caps } : undefined)
  })
}

/** Plays the client's side of a connection. @throws when the server does not say the bytes that the client has taken */
async function replay(transcript: Transcript, recorded: RecordedConnection, server: AuthServer): Promise<AuthSession> {
  const [near, far] = transportPair(recorded.remote)
  const session = server.session()
  const { protocol } = recorded
  const { addrs, revision } = transcript
  const name = { type: EntityType.Mon, num: 0n }
  const clock = createFakeClock()
  const accepting = accept(far, { protocol, addrs, name, authenticator: session, revision, clock })
  const received = near.chunks[Symbol.asyncIterator]()
  let buffer = Buffer.alloc(0)
  let messages: AsyncIterator<Message> | undefined
  let connection: Connection | undefined
  for (const event of recorded.events) {
    if (event.kind === 'C') {
      await near.write(event.bytes)
      // What was recorded next came after the server had read all of it.
      await clock.advance(0)
    } else if (event.kind === 'S') {
      while (buffer.length < event.bytes.length) {
        const chunk = await received.next()
        if (chunk.done === true) throw new Error('The server has closed')
        buffer = Buffer.concat([buffer, chunk.value])
      }
      expect(toHex(buffer.subarray(0, event.bytes.length))).to.equal(toHex(event.bytes))
      buffer = buffer.subarray(event.bytes.length)
    } else {
      connection ??= await accepting
      if (event.kind === 'send') connection.send(event.message)
      else {
        messages ??= connection[Symbol.asyncIterator]()
        let message = (await messages.next()) as IteratorYieldResult<Message>
        while (message.value.type !== MAUTH) message = (await messages.next()) as IteratorYieldResult<Message>
        connection.send(encodeMAuthReply(session.message(decodeMAuth(message.value))))
      }
    }
  }
  near.destroy()
  // One of the clients changed its mind before CLIENT_IDENT.
  const ended = connection?.closed ?? accepting.then(late => late.closed).catch((error: unknown) => error)
  expect(await ended).to.be.instanceOf(ConnectionFaultError)
  return session
}

describe('sessions of real clients with this server', () => {
  it('are there of three releases', () => {
    expect(new Set(transcripts.map(name => name.split('-')[0]))).to.deep.equal(new Set(['pacific', 'reef', 'tentacle']))
  })

  for (const name of transcripts) {
    it(`${name} has every byte that the client took`, async () => {
      const transcript = readTranscript(name)
      const server = recordedServer(transcript)
      const states: string[] = []
      for (const connection of transcript.connections) {
        const session = await replay(transcript, connection, server)
        expect(session.authenticated).to.equal(true)
        expect(formatAuthEntity(session.entity!)).to.equal('client.admin')
        states.push(session.globalIdStatus)
      }
      expect(
        states.every(state => state === 'new_ok' || state === 'reclaim_ok'),
        states.join()
      ).to.equal(true)
      if (name.includes('reclaim')) expect(states).to.include('reclaim_ok')
    })
  }
})

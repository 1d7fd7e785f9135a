import { expect } from 'chai'
import { CEPH_FEATURES_ALL, CephFeature, crc32c } from '@cephwire/codec'
import { AuthRefusedError, FrameIntegrityError } from '@cephwire/messenger'
import { PREAMBLE_BYTES } from '@cephwire/messenger/frames'
import {
  AuthMethod,
  AuthMethodRejectedError,
  CryptoKey,
  CryptoKeyType,
  ServiceId,
  TicketStore,
  authNone,
  cephx,
  parseAuthEntity
} from '@cephwire/auth'
import type { Message, Transport } from '@cephwire/messenger'
import type { MonAuthenticator } from '@cephwire/auth'
import { decodeMAuth, encodeMAuth, encodeMAuthReply } from './support/mauth.js'
import {
  CRC,
  SECURE,
  admin,
  authenticated,
  client,
  createMon,
  join,
  keyTypes,
  meet,
  monAddrV1,
  reasonOf,
  renew
} from './support/pair.js'
import type { Joined, Mon } from './support/pair.js'

async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('It did not fail')
}

async function close({ client, mon }: Joined): Promise<void> {
  await client.close()
  await mon.close()
}

/** Authenticates by messages, as on msgr1. */
async function joinLegacy(mon: Mon, authenticator: MonAuthenticator): Promise<Joined & { readonly replies: number[] }> {
  const joined = await join(mon, authenticator, { connect: { addr: monAddrV1 }, accept: { protocol: 'msgr1' } })
  const { client, mon: connection, session } = joined
  const requests = connection[Symbol.asyncIterator]()
  const answers = client[Symbol.asyncIterator]()
  const replies: number[] = []
  const exchange = async (protocol: number, payload: Uint8Array) => {
    client.send(encodeMAuth(protocol, payload))
    const { value } = (await requests.next()) as IteratorYieldResult<Message>
    const reply = session.message({ ...decodeMAuth(value), features: connection.peer.features })
    connection.send(encodeMAuthReply(reply))
    await answers.next()
    replies.push(reply.result)
    return reply
  }
  const first = await exchange(AuthMethod.Unknown, authenticator.hello())
  const last = first.finished ? first : await exchange(first.protocol, authenticator.more(first.payload))
  expect(last.finished).to.equal(true)
  authenticator.done(last.payload, { globalId: last.globalId, conMode: CRC })
  return { ...joined, replies }
}

for (const keyType of keyTypes) {
  const { typeName } = CryptoKey.generate(keyType)

  describe(`cephx between both halves, key type ${typeName}`, () => {
    for (const [title, mode, revision] of [
      ['msgr2.1 crc', CRC, 1],
      ['msgr2.1 secure', SECURE, 1],
      ['msgr2.0 crc', CRC, 0]
    ] as const) {
      it(`authenticates on ${title}, with tickets for every service`, async () => {
        const mon = createMon(keyType)
        const tickets = new TicketStore()
        const joined = await join(mon, client(mon, tickets), { mode, accept: { revision } })
        expect(joined.client.protocol).to.equal(`msgr2.${revision}`)
        expect(joined.client.conMode).to.equal(mode)
        expect(joined.session).to.include({ authenticated: true, globalIdStatus: 'new_ok', globalId: 4100n })
        expect(joined.session.entity).to.deep.equal(admin)
        expect(joined.mon.globalId).to.equal(4100n)
        expect(tickets.services()).to.have.members(Object.values(ServiceId))
        expect(tickets.get(ServiceId.Osd)!.sessionKey.type).to.equal(keyType)
        joined.client.send({ type: 4, front: Uint8Array.of(1, 2, 3) })
        const message = await joined.mon[Symbol.asyncIterator]().next()
        expect([...(message.value as Message).front]).to.deep.equal([1, 2, 3])
        await close(joined)
      })
    }

    it('authenticates on msgr1 by messages', async () => {
      const mon = createMon(keyType)
      const tickets = new TicketStore()
      const authenticator = client(mon, tickets)
      const joined = await joinLegacy(mon, authenticator)
      expect(joined.replies).to.deep.equal([0, 0])
      expect(joined.session).to.include({ authenticated: true, globalIdStatus: 'new_ok', globalId: 4100n })
      expect(tickets.services()).to.have.members(Object.values(ServiceId))
      await mon.clock.advance(3_000_000)
      expect(renew(joined.session, authenticator)).to.include({ result: 0, finished: false })
      await close(joined)
    })

    it('reclaims its global_id on another protocol and another monitor of the cluster', async () => {
      const mon = createMon(keyType)
      const tickets = new TicketStore()
      await close(await joinLegacy(mon, client(mon, tickets)))
      const again = await join(mon, client(mon, tickets))
      expect(again.session).to.include({ globalId: 4100n, globalIdStatus: 'reclaim_ok' })
      await close(again)
      const { session } = authenticated(
        {
          ...mon,
          server: createMon(keyType, {
            keyServer: mon.keyServer,
            keys: () => ({ key: mon.key, caps: new Map([['mon', 'allow r']]) })
          }).server
        },
        client(mon, tickets)
      )
      expect(session).to.include({ globalId: 4100n, globalIdStatus: 'reclaim_ok' })
    })

    it('refuses a wrong key on both sides', async () => {
      const mon = createMon(keyType)
      const authenticator = cephx({ entity: admin, key: CryptoKey.generate(keyType) })
      const error = await rejection(join(mon, authenticator))
      expect(error).to.be.instanceOf(AuthMethodRejectedError)
      expect(error).to.deep.include({ result: -13, allowedModes: [2, 1] })
    })

    for (const mode of [CRC, SECURE]) {
      for (const from of ['client', 'server'] as const) {
        it(`notices any change of what the ${from} says, in mode ${mode}`, async () => {
          const mon = createMon(keyType)
          for (const frame of [0, 1, 2, 3]) {
            const tamper = changing(from, frame)
            const met = await meet(mon, client(mon), { mode, tamper })
            // Another challenge or global_id ends in a refusal, all else at the signature.
            const refused = frame === 2
            const victim = from === 'server' ? met.mon : met.client
            const expected = refused ? AUTH_REFUSALS : [FrameIntegrityError]
            const reason = reasonOf(victim)
            expect(
              expected.some(type => reason instanceof type),
              `${from} ${frame}: ${String(reason)}`
            ).to.equal(true)
            expect([met.client.status, met.mon.status]).to.deep.equal(['rejected', 'rejected'])
          }
        })
      }
    }
  })
}

const AUTH_REFUSALS = [AuthMethodRejectedError, AuthRefusedError]

/** Changes one of banner, HELLO, and the two frames behind it, which one side writes, with a right checksum. */
function changing(from: 'client' | 'server', frame: number) {
  return ([near, far]: readonly [Transport, Transport]): readonly [Transport, Transport] => {
    let written = 0
    const changed = (transport: Transport): Transport => ({
      ...transport,
      write: bytes => transport.write(written++ === frame ? change(bytes, frame === 0) : bytes)
    })
    return from === 'client' ? [changed(near), far] : [near, changed(far)]
  }
}

function change(bytes: Uint8Array, banner: boolean): Uint8Array {
  const changed = Uint8Array.from(bytes)
  // Of the banner the feature of compression, which is for nothing here.
  if (banner) changed[10]! ^= 2
  else {
    changed[changed.length - 5]! ^= 1
    const crc = crc32c(0xffffffff, changed.subarray(PREAMBLE_BYTES, -4))
    new DataView(changed.buffer).setUint32(changed.length - 4, crc, true)
  }
  return changed
}

describe('none between both halves', () => {
  it('authenticates on msgr2 in crc mode, and signs with zeros', async () => {
    const mon = createMon(CryptoKeyType.Aes, { methods: [AuthMethod.None] })
    const joined = await join(mon, authNone({ entity: admin }), { mode: CRC })
    expect(joined.session).to.include({ authenticated: true, globalIdStatus: 'new_ok', method: AuthMethod.None })
    await close(joined)
  })

  it('authenticates on msgr1 with one message', async () => {
    const mon = createMon(CryptoKeyType.Aes, { methods: [AuthMethod.None] })
    const joined = await joinLegacy(mon, authNone({ entity: admin }))
    expect(joined.replies).to.deep.equal([0])
    await close(joined)
  })

  it('has no secure mode', async () => {
    const mon = createMon(CryptoKeyType.Aes, { methods: [AuthMethod.None] })
    const error = await rejection(join(mon, authNone({ entity: admin }), { mode: SECURE }))
    expect(error).to.include({ result: -95 })
  })

  it('is refused where cephx is required', async () => {
    const error = await rejection(join(createMon(), authNone({ entity: admin }), { mode: CRC }))
    expect(error).to.be.instanceOf(AuthMethodRejectedError)
    expect(error).to.deep.include({ result: -95, allowedMethods: [AuthMethod.Cephx] })
  })

  it('gives an old global_id back to whoever says so', () => {
    const mon = createMon(CryptoKeyType.Aes, { methods: [AuthMethod.None] })
    const session = mon.server.session()
    const payload = authNone({ entity: admin, globalId: 77n }).start()
    const step = session.begin({ method: AuthMethod.None, preferredModes: [CRC], payload, peerType: 8 })
    expect(step).to.include({ kind: 'done', globalId: 77n })
    expect(session.globalIdStatus).to.equal('reclaim_insecure')
  })
})

describe('the choice of a method on msgr1', () => {
  const hello = (methods: readonly number[], serverMethods: readonly (1 | 2)[], features = CEPH_FEATURES_ALL) => {
    const mon = createMon(CryptoKeyType.Aes, { methods: serverMethods })
    const payload = client(mon).hello(methods)
    const { protocol, result } = mon.server.session().message({ protocol: AuthMethod.Unknown, payload, features })
    return { protocol, result }
  }

  it('is the server’s', () => {
    expect(hello([1, 2], [2, 1])).to.deep.equal({ protocol: 2, result: 0 })
    expect(hello([1, 2], [1, 2])).to.deep.equal({ protocol: 1, result: 0 })
    expect(hello([1], [2, 1])).to.deep.equal({ protocol: 1, result: 0 })
  })

  it('ends with −95 where there is none in common', () => {
    expect(hello([1, 4], [2])).to.deep.equal({ protocol: 0, result: -95 })
  })

  it('is not cephx for who cannot answer challenges to authorizers', () => {
    const features = CEPH_FEATURES_ALL & ~CephFeature.CEPHX_V2
    expect(hello([2], [2], features)).to.deep.equal({ protocol: 0, result: -95 })
  })
})

describe('a server that refuses', () => {
  it('says so on both sides', async () => {
    const mon = createMon()
    const ghost = cephx({ entity: parseAuthEntity('client.ghost'), key: mon.key })
    const met = await meet(mon, ghost)
    expect(reasonOf(met.client)).to.be.instanceOf(AuthMethodRejectedError).and.to.include({ result: -13 })
    expect(reasonOf(met.mon)).to.be.instanceOf(AuthRefusedError).and.to.include({ result: -13 })
    expect(met.session.authenticated).to.equal(false)
  })
})

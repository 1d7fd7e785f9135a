import { inspect } from 'node:util'
import { expect } from 'chai'
import { Writer, encode } from '@cephwire/codec'
import {
  Authorizer,
  CephxKeyUsage,
  CryptoKey,
  CryptoKeyType,
  Keyring,
  ServiceId,
  Ticket,
  TicketStore,
  buildAuthorizer,
  cephXResponseHeaderCodec,
  cephXServerChallengeCodec,
  cephXServiceTicketCodec,
  cephXTicketBlobCodec,
  cephx,
  cephxService,
  cryptoKeyCodec,
  encodeEncrypt,
  encodeEncryptEncBl,
  parseAuthEntity,
  parseKey
} from '@cephwire/auth'
import { stoppedClock, thrownBy } from './support/vectors.js'

const CANARY = 'CanaryCanaryC4n4'
const secret = Buffer.from(CANARY)
const connectionSecret = Buffer.from(CANARY.repeat(4))

/** Every way in which the canary could look: raw, hex, base64 at any alignment, numbers as inspect and JSON print them. */
const looks = [
  CANARY,
  secret.toString('hex'),
  ...[0, 1, 2].map(shift =>
    secret
      .subarray(shift, shift + 12)
      .toString('base64')
      .slice(0, 14)
  ),
  [...secret.subarray(0, 5)].join(', '),
  [...secret.subarray(0, 5)].join(','),
  [...secret.subarray(0, 5)].map(byte => byte.toString(16)).join(' ')
]

function prints(value: unknown): string[] {
  const nested = { deep: { down: [value] } }
  const texts = [String(value), JSON.stringify(nested), inspect(nested, { depth: 20 }), inspect(value)]
  if (value instanceof Error) texts.push(value.message, value.stack ?? '')
  return texts
}

function expectNoCanary(name: string, value: unknown): void {
  for (const text of prints(value)) for (const look of looks) expect(text, name).not.to.include(look)
}

describe('secrets', () => {
  const entity = parseAuthEntity('client.admin')
  const key = new CryptoKey(CryptoKeyType.Aes, secret)
  const clock = stoppedClock()
  const validity = { sec: 3600, nsec: 0 }
  const bytesCodec = { encode: (w: Writer, bytes: Uint8Array) => void w.blob(bytes) }

  const done = (): Uint8Array => {
    const w = new Writer()
    cephXResponseHeaderCodec.encode(w, { requestType: 0x0100, status: 0 }, 0n)
    w.u8(1).u32(1).u32(ServiceId.Auth).u8(1)
    encodeEncrypt(w, cephXServiceTicketCodec, { sessionKey: key, validity }, key, CephxKeyUsage.TicketSessionKey)
    w.u8(0).blob(encode(cephXTicketBlobCodec, { secretId: 1n, blob: secret }))
    const sealed = new Writer()
    encodeEncrypt(sealed, bytesCodec, connectionSecret, key, CephxKeyUsage.AuthConnectionSecret)
    return w.blob(sealed.finish()).blob(new Uint8Array(0)).finish()
  }

  it('are found by this test where they are not hidden', () => {
    for (const visible of [secret, { secret }, secret.toString('hex'), secret.toString('base64'), new Error(CANARY)]) {
      expect(() => expectNoCanary('visible', visible)).to.throw()
    }
  })

  it('do not show in keys, keyrings, tickets and authorizers', () => {
    const ticket = new Ticket({
      service: ServiceId.Osd,
      sessionKey: key,
      blob: { secretId: 1n, blob: secret },
      validity,
      now: 0
    })
    const store = new TicketStore()
    store.authenticated(5n, [ticket])
    const authorizer = buildAuthorizer(ticket, 5n)
    expect(authorizer).to.be.instanceOf(Authorizer)
    const service = cephxService({ tickets: store, service: ServiceId.Osd, clock })
    service.start()
    const values = { key, ticket, store, authorizer, service, reclaim: store.reclaim(0), clone: store.clone() }
    for (const [name, value] of Object.entries(values)) expectNoCanary(name, value)
    const base64 = key.toBase64()
    for (const text of [`[client.admin]\nkey = ${base64}`, Buffer.from(`[client.admin]\nkey = ${base64}`)]) {
      const keyring = Keyring.parse(text)
      expectNoCanary('keyring', keyring)
      expectNoCanary('entities', keyring.entities())
      expectNoCanary('key of a keyring', keyring.require(entity))
    }
  })

  it('do not show in a conversation at any point of it', () => {
    const authenticator = cephx({ entity, key, clock })
    expectNoCanary('before', authenticator)
    authenticator.start()
    authenticator.more(encode(cephXServerChallengeCodec, { serverChallenge: 1n }))
    expectNoCanary('in the middle', authenticator)
    const secrets = authenticator.done(done(), { globalId: 5n, conMode: 2 })
    expectNoCanary('after', authenticator)
    expectNoCanary('secrets', secrets)
    const { sessionKey, connectionSecret: got } = secrets
    expect([Buffer.from(sessionKey!), Buffer.from(got!)]).to.deep.equal([secret, connectionSecret])
  })

  it('do not show in errors', () => {
    const finish = (payload: Uint8Array, globalId = 5n): unknown => {
      const authenticator = cephx({ entity, key, clock })
      authenticator.start()
      authenticator.more(encode(cephXServerChallengeCodec, { serverChallenge: 1n }))
      return thrownBy(() => authenticator.done(payload, { globalId, conMode: 2 }))
    }
    const payload = done()
    for (let length = 0; length < payload.length; length++)
      expectNoCanary(`cut at ${length}`, finish(payload.slice(0, length)))
    expectNoCanary('global_id', finish(payload, 0n))
    const text = key.toBase64()
    const encoded = encode(cryptoKeyCodec, key)
    const broken = [
      `[client.admin]\n${text}`,
      `[${text}]`,
      `${text} = x`,
      `[client.admin]\nkey = ${text}x`,
      `[client.admin]\nkey = "${text}`,
      `[client.admin]\nkey = ${Buffer.from(encoded.subarray(0, 20)).toString('base64')}`,
      `[client.admin]\ncaps ${text}`,
      `[client.other]\nkey = ${text}`
    ]
    for (const keyring of broken)
      expectNoCanary(
        'keyring',
        thrownBy(() => Keyring.parse(keyring).require(entity))
      )
    expectNoCanary(
      'parseKey',
      thrownBy(() => parseKey(`${text}x`))
    )
    const refusal = { method: 2, result: -13, allowedMethods: [2], allowedModes: [1] }
    expectNoCanary('refused', cephx({ entity, key }).refused(refusal))
  })

  it('do not show in sealed data', () => {
    const sealed = encodeEncryptEncBl(
      cryptoKeyCodec,
      key,
      CryptoKey.generate(CryptoKeyType.Aes256k),
      CephxKeyUsage.TicketInfo
    )
    expectNoCanary('sealed', sealed)
  })
})

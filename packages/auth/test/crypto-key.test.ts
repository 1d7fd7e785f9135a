import { expect } from 'chai'
import { CodecError, decode, encode } from '@cephwire/codec'
import { acceptedTruncations, fromHex, toHex } from '@cephwire/codec/testing'
import { AuthError, CryptoKey, CryptoKeyType, cryptoKeyCodec } from '@cephwire/auth'

const SECRET = 'f5d3c4b2a1908776655443322110ffee'
const ENCODED = `0100 27b5026b 94ede40e 1000 ${SECRET}`

describe('CryptoKey', () => {
  it('is type, time of creation and secret', () => {
    const key = decode(cryptoKeyCodec, fromHex(ENCODED))
    expect({ type: key.type, typeName: key.typeName, created: key.created }).to.deep.equal({
      type: CryptoKeyType.Aes,
      typeName: 'aes',
      created: { sec: 0x6b02b527, nsec: 0x0ee4ed94 }
    })
    expect(toHex(key.exportSecret())).to.equal(SECRET)
    expect(toHex(encode(cryptoKeyCodec, key))).to.equal(ENCODED.replaceAll(' ', ''))
    expect(key.toBase64()).to.equal(Buffer.from(fromHex(ENCODED)).toString('base64'))
  })

  it('has no truncation that decodes', () => {
    expect(acceptedTruncations(cryptoKeyCodec, fromHex(ENCODED))).to.deep.equal([])
  })

  it('refuses unknown types and lengths that are not those of the type', () => {
    for (const hex of [
      `0900 00000000 00000000 1000 ${SECRET}`,
      `0100 00000000 00000000 0f00 ${SECRET.slice(2)}`,
      `0200 00000000 00000000 1000 ${SECRET}`,
      `0000 00000000 00000000 1000 ${SECRET}`,
      `0100 00000000 00000000 ffff ${SECRET}`
    ]) {
      expect(() => decode(cryptoKeyCodec, fromHex(hex)), hex).to.throw(CodecError)
    }
  })

  it('may be of type none, and is good for nothing then', () => {
    const none = decode(cryptoKeyCodec, new Uint8Array(12))
    expect(none.typeName).to.equal('none')
    expect(() => none.encrypt(0, new Uint8Array(1))).to.throw(AuthError)
    expect(() => none.decrypt(0, new Uint8Array(16))).to.throw(AuthError)
    expect(() => none.hmacSha256(new Uint8Array(1))).to.throw(AuthError)
    expect(() => none.sign(new Uint8Array(32))).to.throw(AuthError)
  })

  // The block of an answer of an OSD, whose signature is the exclusive or of the four numbers that come out.
  for (const [release, type, secret, block, signed] of [
    [
      '16.2.15',
      CryptoKeyType.Aes,
      '6a8a96cbbcb3d8f31c044d8593dcc855',
      'd991b0070000000008000000000000000000000002ae3edc5500000001000000',
      '3bcb4b297bd8b6718e88907e8ab038df9b0a3d05a5c406968636e78f7118e86c'
    ],
    [
      '20.2.4',
      CryptoKeyType.Aes256k,
      '8e303393f20e4663acb62ed1ce2c63a9bded5e5ce4b13cc657b502e12193828d',
      'd991b007000000000800000000000000000000007acfabf65500000001000000',
      'f8cc60348d63005260fbc6744aa4cf4553018172181a524aaafebcf74d523b3f'
    ]
  ] as const) {
    it(`signs as an OSD of ${release} does`, () => {
      expect(toHex(new CryptoKey(type, fromHex(secret)).sign(fromHex(block)))).to.equal(signed)
    })
  }

  it('keeps its own copy of the secret', () => {
    const secret = new Uint8Array(16).fill(1)
    const key = new CryptoKey(CryptoKeyType.Aes, secret)
    secret.fill(2)
    expect(key.exportSecret()).to.deep.equal(Buffer.alloc(16, 1))
  })

  it('equals a key of the same type and secret', () => {
    const key = new CryptoKey(CryptoKeyType.Aes, new Uint8Array(16))
    expect(key.equals(new CryptoKey(CryptoKeyType.Aes, new Uint8Array(16), { sec: 1, nsec: 0 }))).to.equal(true)
    expect(key.equals(new CryptoKey(CryptoKeyType.Aes, new Uint8Array(16).fill(1)))).to.equal(false)
    expect(key.equals(new CryptoKey(CryptoKeyType.Aes256k, new Uint8Array(32)))).to.equal(false)
  })
})

describe('CryptoKey.generate()', () => {
  it('makes a fresh key of each type', () => {
    for (const [type, bytes] of [
      [CryptoKeyType.Aes, 16],
      [CryptoKeyType.Aes256k, 32]
    ] as const) {
      const [one, other] = [CryptoKey.generate(type), CryptoKey.generate(type)]
      expect(one.exportSecret()).to.have.lengthOf(bytes)
      expect(one.equals(other)).to.equal(false)
    }
  })
})

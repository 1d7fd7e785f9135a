import { expect } from 'chai'
import { AuthError, CryptoKey, CryptoKeyType, Keyring, KeyringError, parseAuthEntity, parseKey } from '@cephwire/auth'
import { thrownBy } from './support/vectors.js'

const admin = parseAuthEntity('client.admin')
const tester = parseAuthEntity('client.tester')

/** What `ceph-authtool` of 20.2.4 and of 16.2.15 wrote; keys of nobody. */
const TENTACLE = `[client.tester]
	key = AgDjuAJrB5CPLiAAG9X6/OtTagulCSapXNHioXz3NXK5QlLMwOsM/lYoUcI=
	caps mon = "allow r"
	caps osd = "allow rw pool=\\"x\\""
[osd.0]
	key = AQDjuAJrLw1KMBAA4pALcV1Y1egZXcRruvGGxg==
`
const PACIFIC = `[client.tester]
	key = AQDjuAJrD1s3MxAADSnFKqHL0TfhVv6KvUjAZQ==
	caps mon = "allow command \\"osd pool create\\" with x=\\"1\\"; allow r"
`
const KEY = 'AQDjuAJrD1s3MxAADSnFKqHL0TfhVv6KvUjAZQ=='
const OTHER = 'AQDjuAJrLw1KMBAA4pALcV1Y1egZXcRruvGGxg=='

const base64 = (hex: string): string => Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('base64')
const section = (...lines: string[]): string => ['[client.admin]', ...lines].join('\n')

describe('Keyring.parse(), with the tools of Ceph', () => {
  it('reads keys of both types', () => {
    const keyring = Keyring.parse(TENTACLE)
    expect(keyring.entities()).to.deep.equal([tester, parseAuthEntity('osd.0')])
    expect(keyring.get(tester)!.typeName).to.equal('aes256k')
    expect(keyring.get(tester)!.toBase64()).to.equal('AgDjuAJrB5CPLiAAG9X6/OtTagulCSapXNHioXz3NXK5QlLMwOsM/lYoUcI=')
    expect(keyring.get(parseAuthEntity('osd.0'))!.typeName).to.equal('aes')
    expect(keyring.warnings).to.deep.equal([])
  })

  it('reads caps', () => {
    expect([...Keyring.parse(TENTACLE).caps(tester)]).to.deep.equal([
      ['mon', 'allow r'],
      ['osd', 'allow rw pool="x"']
    ])
    expect([...Keyring.parse(PACIFIC).caps(tester).values()]).to.deep.equal([
      'allow command "osd pool create" with x="1"; allow r'
    ])
    expect([...Keyring.parse(PACIFIC).caps(admin)]).to.deep.equal([])
  })
})

describe('Keyring.parse()', () => {
  const reads = (title: string, text: string | Uint8Array): void => {
    it(`reads ${title}`, () => {
      expect(Keyring.parse(text).require(admin).toBase64()).to.equal(KEY)
    })
  }
  reads('CRLF (CF-01)', section(`key = ${KEY}`, '').replaceAll('\n', '\r\n'))
  reads('double quotes (CF-01)', section(`key = "${KEY}"`))
  reads('single quotes', section(`key='${KEY}' # comment`))
  reads('comments (CF-01)', `# one\n; two\n\n${section(`  # three`, `key = ${KEY} ; four`)}`)
  reads('comments without a space', `[client.admin]#x\nkey=${KEY};x`)
  reads('a byte order mark (CF-02)', `\ufeff${section(`key = ${KEY}`)}`)
  reads('no newline at the end (CF-03)', section(`key = ${KEY}`))
  reads('white space everywhere', `\t [ client.admin ] \t\n\n \t key\t=\t ${KEY} \t\n`)
  reads('a continued line', section(`key = ${KEY.slice(0, 20)}\\`, KEY.slice(20)))
  reads('bytes', new TextEncoder().encode(section(`key = ${KEY}`)))
  reads('old fields', section('auid = 0', `key = ${KEY}`, `pending_key = ${OTHER}`))
  reads('the last of two keys', section(`key = ${OTHER}`, `key = ${KEY}`))
  reads('a file with a [global] section', `[global]\nfsid = x\n${section(`key = ${KEY}`)}`)

  it('reads a key with bytes behind it (CF-01)', () => {
    const longer = Buffer.concat([Buffer.from(KEY, 'base64'), Buffer.from('abc')]).toString('base64')
    expect(
      Keyring.parse(section(`key = ${longer}`))
        .require(admin)
        .toBase64()
    ).to.equal(KEY)
  })

  it('reads names with underscores', () => {
    expect([...Keyring.parse(section('caps_mon = allow r')).caps(admin)]).to.deep.equal([['mon', 'allow r']])
  })

  it('lets the last of two sections win and says so (CF-06)', () => {
    const keyring = Keyring.parse(`${section(`key = ${OTHER}`)}\n${section(`key = ${KEY}`)}`)
    expect(keyring.require(admin).toBase64()).to.equal(KEY)
    expect(keyring.warnings).to.deep.equal(['[client.admin] on line 3 overrides the one on line 1'])
  })

  it('does not erase the bytes it is given, which are not its own', () => {
    const bytes = new TextEncoder().encode(section(`key = ${KEY}`))
    const before = bytes.slice()
    Keyring.parse(bytes)
    expect(bytes).to.deep.equal(before)
  })

  const bad: readonly (readonly [string, string | Uint8Array, number | undefined, string])[] = [
    ['bad base64 (CF-04)', section(`key = ${KEY.slice(0, -3)}!==`), 2, 'The key is not base64'],
    ['base64 of a bad length', section(`key = ${KEY.slice(0, -1)}`), 2, 'The key is not base64'],
    ['padding in the middle', section('key = AQ==AQ=='), 2, 'The key is not base64'],
    ['an empty key', section('key ='), 2, 'The key is empty'],
    ['a key of one byte', section('key = AQ=='), 2, 'The key is cut short: 1 bytes'],
    [
      'a truncated key',
      section(`key = ${KEY.slice(0, 32)}`),
      2,
      'The key is cut short: it says 16 bytes, and 12 are there'
    ],
    [
      'key type 9',
      section(`key = ${base64(`0900 ${'00'.repeat(8)} 1000 ${'11'.repeat(16)}`)}`),
      2,
      'Unknown key type 9'
    ],
    [
      'key length 15',
      section(`key = ${base64(`0100 ${'00'.repeat(8)} 0f00 ${'11'.repeat(15)}`)}`),
      2,
      'A key of type 1 does not have 15 bytes'
    ],
    [
      'key length 0xffff',
      section(`key = ${base64(`0100 ${'00'.repeat(8)} ffff ${'11'.repeat(16)}`)}`),
      2,
      'The key is cut short: it says 65535 bytes, and 16 are there'
    ],
    ['key type 0 (CF-07)', section(`key = ${base64('00'.repeat(12))}`), 2, 'A key of type 0, none, is no key'],
    ['300 random bytes', Uint8Array.from({ length: 300 }, (_, i) => (i * 167 + 89) & 0xff), undefined, ''],
    ['an empty file', '', 1, 'No [section] in the keyring'],
    ['only comments', '# nothing\n', 1, 'No [section] in the keyring'],
    ['a value before the first section', `key = ${KEY}`, 1, 'A value before the first [section]'],
    ['a key alone', KEY, 1, 'A value before the first [section]'],
    ['a key alone in a section', section(KEY), 2, 'Neither a key nor caps'],
    [
      'a key without padding alone in a section',
      section(KEY.replaceAll('=', '')),
      2,
      'Neither a [section] nor a NAME = VALUE'
    ],
    ['a key for a section', `[${KEY}]`, 1, 'The name of the [section] is no entity'],
    ['an open section', `# x\n[client.admin\nkey = ${KEY}`, 2, 'Section without a closing ]'],
    ['something behind a section', '[client.admin] x', 1, 'Section with something behind its ]'],
    ['an open quote', section(`key = "${KEY}`), 2, 'Value without a closing quote'],
    ['something behind a quote', section(`key = "${KEY}" x`), 2, 'Value with something behind its closing quote'],
    ['bytes that are no UTF-8', Uint8Array.of(0x5b, 0xff, 0x5d), 1, 'Not UTF-8'],
    ['a line behind a continued one', section('caps mon = a\\', ' b', 'x'), 4, 'Neither a [section] nor a NAME = VALUE']
  ]
  for (const [title, text, line, reason] of bad) {
    it(`refuses ${title}, saying where and why but not what`, () => {
      const error = thrownBy(() => Keyring.parse(text, { file: '/etc/ceph/keyring' })) as KeyringError
      expect(error).to.be.instanceOf(KeyringError)
      expect(error.file).to.equal('/etc/ceph/keyring')
      if (line !== undefined) {
        expect(error.line).to.equal(line)
        expect(error.message).to.equal(`/etc/ceph/keyring:${line}: ${reason}`)
      }
      for (const secret of [KEY, OTHER]) expect(error.stack).not.to.include(secret.slice(0, 16))
    })
  }

  it('refuses more than 1 MiB', () => {
    expect(() => Keyring.parse(new Uint8Array(1_048_577))).to.throw(KeyringError, 'over the limit')
  })

  it('is quick with long lines and many lines', () => {
    const before = performance.now()
    for (const text of [
      '[',
      '[client.admin]\n' + 'key'.repeat(300_000),
      '\\\n'.repeat(500_000),
      '\n'.repeat(1_000_000),
      ' '.repeat(1_000_000)
    ]) {
      expect(() => Keyring.parse(text)).to.throw(KeyringError)
    }
    expect(performance.now() - before).to.be.below(2000)
  })
})

describe('Keyring#require()', () => {
  it('names the entities that have a key (CF-05)', () => {
    const keyring = Keyring.parse(`[client.other]\nkey = ${KEY}\n[client.empty]\n`, { file: 'k' })
    expect(() => keyring.require(admin)).to.throw(
      KeyringError,
      'k: No key for client.admin in the keyring; found: client.other'
    )
    expect(() => keyring.require(parseAuthEntity('client.empty'))).to.throw(
      KeyringError,
      'k:3: No key for client.empty in the keyring; found: client.other'
    )
    expect(() => Keyring.parse('[client.empty]').require(admin)).to.throw(KeyringError, 'found: no keys at all')
  })

  it('is undefined or an error for an unknown entity', () => {
    const keyring = Keyring.parse(section(`key = ${KEY}`))
    expect(keyring.get(tester)).to.equal(undefined)
    expect(() => keyring.require(tester)).to.throw(AuthError)
  })
})

describe('parseKey()', () => {
  it('reads what toBase64() wrote, with white space around it', () => {
    for (const type of [CryptoKeyType.Aes, CryptoKeyType.Aes256k]) {
      const key = CryptoKey.generate(type)
      expect(parseKey(` ${key.toBase64()}\r\n`).equals(key)).to.equal(true)
      expect(parseKey(Buffer.from(key.toBase64())).equals(key)).to.equal(true)
    }
  })

  it('names the place it is given', () => {
    expect(() => parseKey('x', { file: 'keyfile' })).to.throw(KeyringError, 'keyfile: The key is not base64')
    expect(() => parseKey('x')).to.throw(KeyringError, /^The key is not base64$/)
  })
})

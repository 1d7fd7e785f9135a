import { run } from '@cephwire/cli'
import { encode, entityAddrvecCodec, parseEntityAddrvec, uuidCodec } from '@cephwire/codec'
import { CryptoKey, cryptoKeyCodec } from '@cephwire/auth'
import { logEntryCodec, monCommand } from '@cephwire/messages'
import { expect } from 'chai'
import { temporaryDirectory } from './support/files.js'
import { fakeIo } from './support/io.js'

const u8 = (value: number): Uint8Array => Uint8Array.of(value)
const u32 = (value: number): Uint8Array => Uint8Array.of(value, value >> 8, value >> 16, value >> 24)

const FSID = '4180c1ff-6a1d-46f0-9360-a2e085628383'

describe('cephwire decode', () => {
  const file = temporaryDirectory()

  it('prints a line of JSON for each file', async () => {
    const io = fakeIo()
    const path = file('uuid', encode(uuidCodec, FSID))
    expect(await run(['decode', 'uuid_d', path, path], io)).to.equal(0)
    expect(io.stdout.text()).to.equal(`{"uuid":"${FSID}"}\n`.repeat(2))
    expect(io.stderr.text()).to.equal('')
  })

  it('reads stdin', async () => {
    const addrs = parseEntityAddrvec('[v2:10.0.0.1:3300/0,v1:[::1]:6789/7]')
    const io = fakeIo({ stdin: encode(entityAddrvecCodec, addrs) })
    expect(await run(['decode', 'entity_addrvec_t', '-'], io)).to.equal(0)
    expect(JSON.parse(io.stdout.text())).to.deep.equal({
      addrvec: [
        { type: 'v2', addr: '10.0.0.1:3300', nonce: 0 },
        { type: 'v1', addr: '[::1]:6789', nonce: 7 }
      ]
    })
  })

  it('tells what does not decode with its place, and prints the others', async () => {
    const io = fakeIo()
    const bad = file('bad', new Uint8Array(3))
    const good = file('good', encode(uuidCodec, FSID))
    expect(await run(['decode', 'uuid_d', bad, file('absent'), good], io)).to.equal(1)
    expect(io.stdout.text()).to.equal(`{"uuid":"${FSID}"}\n`)
    const lines = io.stderr.text().trimEnd().split('\n')
    expect(lines).to.have.lengthOf(2)
    expect(lines[0]).to.match(/bad: no uuid_d: .* at offset 0/)
    expect(lines[1]).to.include('absent')
  })

  it('takes words behind -- as they are', async () => {
    const io = fakeIo()
    expect(await run(['decode', '--', 'uuid_d', '--check'], io)).to.equal(1)
    expect(io.stderr.text()).to.equal("Can't open input file --check: ENOENT: no such file or directory\n")
  })

  it('never shows a secret', async () => {
    const key = CryptoKey.generate(1)
    const io = fakeIo({ stdin: encode(cryptoKeyCodec, key) })
    expect(await run(['decode', 'CryptoKey', '-'], io)).to.equal(0)
    expect(JSON.parse(io.stdout.text())).to.deep.include({ type: 1, type_name: 'aes', secret: { length: 16 } })
    expect(io.stdout.text()).to.not.include(Buffer.from(key.exportSecret()).toString('hex'))
  })

  it('reads the front of a message', async () => {
    const front = encode(monCommand, { version: 0n, fsid: FSID, cmd: ['{"prefix":"status"}'] })
    const io = fakeIo({ stdin: front })
    expect(await run(['decode', '--check', 'MMonCommand', '-'], io)).to.equal(0)
    expect(JSON.parse(io.stdout.text())).to.deep.equal({ version: 0, fsid: FSID, cmd: ['{"prefix":"status"}'] })
    expect(io.stderr.text()).to.equal('-: encodes to the same bytes\n')
  })

  it('says where a message is encoded otherwise', async () => {
    const entry = { name: { type: 8, id: 'admin' }, rank: { type: 8, num: 4n }, addrs: [], stamp: { sec: 1, nsec: 0 } }
    const bytes = encode(logEntryCodec, { ...entry, seq: 7n, prio: 3, msg: 'hi', channel: 'audit' })
    // What a newer release appends is not kept: the length differs.
    const io = fakeIo({ stdin: Buffer.concat([bytes.subarray(0, 2), u32(bytes.length - 5), bytes.subarray(6), u8(0)]) })
    expect(await run(['decode', '--check', 'LogEntry', '-'], io)).to.equal(1)
    expect(JSON.parse(io.stdout.text())).to.deep.equal({
      name: 'client.admin',
      rank: 'client.4',
      addrs: { addrvec: [] },
      stamp: '1.000000',
      seq: 7,
      channel: 'audit',
      priority: '[WRN]',
      message: 'hi'
    })
    expect(io.stderr.text()).to.equal('-: encodes to other bytes from offset 2\n')
  })

  it('keeps integers of 64 bits', async () => {
    const io = fakeIo({ stdin: Buffer.from('01ffffffffffffffff', 'hex') })
    await run(['decode', 'CephXServerChallenge', '-'], io)
    expect(io.stdout.text()).to.equal('{"server_challenge":18446744073709551615}\n')
  })

  it('names its types', async () => {
    const io = fakeIo()
    expect(await run(['decode', '--list'], io)).to.equal(0)
    expect(io.stdout.text().split('\n')).to.include.members([
      'MonMap',
      'OSDMap::Incremental',
      'LogEntry',
      'entity_addr_t',
      'CryptoKey',
      'MMonCommandAck'
    ])
  })

  for (const args of [[], ['uuid_d'], ['no_such_t', '-'], ['--bogus', 'uuid_d', '-'], ['uuid_d', '-', '-']]) {
    it(`refuses "decode ${args.join(' ')}" as a usage error`, async () => {
      const io = fakeIo()
      expect(await run(['decode', ...args], io)).to.equal(2)
      expect(io.stdout.text()).to.equal('')
    })
  }
})

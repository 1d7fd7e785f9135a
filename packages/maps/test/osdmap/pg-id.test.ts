import { CodecError, decode } from '@cephwire/codec'
import { checkRoundTrip, fromHex } from '@cephwire/codec/testing'
import { formatPgId, parsePgId, pgIdCodec } from '@cephwire/maps'
import { expect } from 'chai'

describe('pgIdCodec', () => {
  it('reads and writes a pg_t', () => {
    const bytes = fromHex('01 0200000000000000 1f000000 ffffffff')
    expect(checkRoundTrip(pgIdCodec, bytes)).to.deep.equal({ pool: 2n, seed: 31 })
  })

  it('refuses another version and a pg that prefers an OSD', () => {
    expect(() => decode(pgIdCodec, fromHex('02 0200000000000000 1f000000 ffffffff'))).to.throw(CodecError, 'version 2')
    expect(() => decode(pgIdCodec, fromHex('01 0200000000000000 1f000000 03000000'))).to.throw(CodecError, 'osd.3')
  })
})

describe('formatPgId() and parsePgId()', () => {
  it('are as Ceph prints a pg', () => {
    expect(formatPgId({ pool: 2n, seed: 31 })).to.equal('2.1f')
    expect(parsePgId('18446744073709551615.ffffffff')).to.deep.equal({ pool: 2n ** 64n - 1n, seed: 0xffffffff })
  })

  it('refuses what is no pg', () => {
    for (const text of ['', '2', '2.', '.1f', '-1.0', '2.1F', '2.1ffffffff', '18446744073709551616.0']) {
      expect(() => parsePgId(text), text).to.throw(CodecError, 'Not a pg')
    }
  })
})

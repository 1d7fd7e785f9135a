import { CodecError, decode, encode } from '@cephwire/codec'
import { checkRoundTrip, fromHex, toHex } from '@cephwire/codec/testing'
import { compatSetCodec, fsMapUserCodec } from '@cephwire/maps'
import { expect } from 'chai'
import { describeCorpus, erase } from '../support/corpus.js'
import { itWithstands } from '../support/hostile.js'

/** From a MFSMapUser of Ceph 16.2.15. */
const vector = fromHex(`
  01 01 31000000 22000000 01000000 02000000
  01 01 0e000000 01000000 06000000 636570686673
  01 01 0b000000 02000000 03000000 74776f`)

describe('fsMapUserCodec', () => {
  it('reads what a monitor sends, and writes it again', () => {
    const encoding = { structV: 1, tail: new Uint8Array(0) }
    expect(checkRoundTrip(fsMapUserCodec, vector)).to.deep.equal({
      epoch: 34,
      legacyClientFscid: 1,
      filesystems: new Map([
        [1, { cid: 1, name: 'cephfs', encoding }],
        [2, { cid: 2, name: 'two', encoding }]
      ]),
      encoding
    })
  })

  it('writes a value that is made', () => {
    const filesystems = new Map([
      [2, { cid: 2, name: 'two' }],
      [1, { cid: 1, name: 'cephfs' }]
    ])
    expect(toHex(encode(fsMapUserCodec, { epoch: 34, legacyClientFscid: 1, filesystems }))).to.equal(toHex(vector))
  })

  it('keeps what a newer release appended', () => {
    const bytes = fromHex(`
      02 01 25000000 22000000 01000000 01000000
      05 01 0f000000 01000000 06000000 636570686673 ee
      abcdef12`)
    expect(checkRoundTrip(fsMapUserCodec, bytes).encoding).to.deep.equal({ structV: 2, tail: fromHex('abcdef12') })
  })

  it('refuses two file systems with one number', () => {
    const twins = fromHex(toHex(vector).replace('0200000003', '0100000003'))
    expect(() => decode(fsMapUserCodec, twins)).to.throw(CodecError, 'Two file systems with one number')
  })

  itWithstands('FSMapUser', fsMapUserCodec, [vector])
})

describe('compatSetCodec', () => {
  const none = '0000000000000000 00000000'
  const named = '0200000000000000 01000000 0100000000000000 03000000 6f6e65'

  it('reads names by bit, and writes them again', () => {
    expect(checkRoundTrip(compatSetCodec, fromHex(`${none} ${none} ${named}`)).incompat).to.deep.equal({
      mask: 2n,
      names: new Map([[1n, 'one']])
    })
  })

  it('keeps the mask of old releases, which is wrong', () => {
    const wrong = fromHex(`${none} ${none} ${named.replace('02', '01')}`)
    expect(checkRoundTrip(compatSetCodec, wrong).incompat.mask).to.equal(1n)
  })

  itWithstands('CompatSet', compatSetCodec, [fromHex(`${named} ${none} ${named}`)])
})

describeCorpus({ CompatSet: erase(compatSetCodec) })

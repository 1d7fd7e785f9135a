import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CodecError, encode } from '@cephwire/codec'
import { everyTruncation, toHex } from '@cephwire/codec/testing'
import { decodeFront, messageCodecs } from '@cephwire/messages'
import { expect } from 'chai'
import { unwrap } from './support/unwrap.js'
import type { EncodedMessage, MessageCodec } from '@cephwire/messages'

/** Layouts that today's is not a continuation of. */
const rewritten = (name: string, version: number): boolean =>
  name === 'MLog' || (name === 'MMonSubscribe' && version < 2) || (name === 'MPoolOp' && version < 4)

/** Whether a front is whole at this length: a tail that may be missing. */
const optionalTail: Readonly<Record<string, (length: number, full: number) => boolean>> = {
  MAuth: (length, full) => length === full - 4,
  MLogAck: length => length === 24
}

const corpus = process.env['CEPH_OBJECT_CORPUS']

function objects(root: string, release: string, type: string): string[] {
  const folder = [join(root, release, type), join(root, release, 'objects', type)].find(path => existsSync(path))
  return folder === undefined ? [] : readdirSync(folder).map(name => join(folder, name))
}

function releases(root: string): string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap(entry => (entry.isDirectory() ? [entry.name] : []))
}

/** Up to this length a front is cut everywhere, behind it at every 31st byte. */
const EVERY_CUT_BYTES = 300
const STRIDE = 31

function isRefused(codec: MessageCodec<unknown>, message: EncodedMessage): boolean {
  try {
    decodeFront(codec, message)
    return false
  } catch (error) {
    if (error instanceof CodecError) return true
    throw error
  }
}

function checkObject(codec: MessageCodec<unknown>, bytes: Uint8Array): void {
  const message = unwrap(bytes)
  expect(message.type).to.equal(codec.type)
  const value = decodeFront(codec, message)
  const again = toHex(encode(codec, value))
  const front = toHex(message.front)
  if (message.version === codec.headVersion && codec.name !== 'MLog') expect(again).to.equal(front)
  else if (!rewritten(codec.name, message.version)) expect(again.startsWith(front)).to.equal(true)
  for (const cut of everyTruncation(message.front)) {
    if (optionalTail[codec.name]?.(cut.length, message.front.length) === true) continue
    if (cut.length > EVERY_CUT_BYTES && cut.length % STRIDE !== 0) continue
    if (!isRefused(codec, { ...message, front: cut }))
      expect.fail(`Took ${cut.length} of ${message.front.length} bytes`)
  }
}

describe('ceph-object-corpus', () => {
  if (corpus === undefined) {
    it('is skipped: set CEPH_OBJECT_CORPUS to a folder with RELEASE/TYPE/HASH', function () {
      console.log('      CEPH_OBJECT_CORPUS is not set: nothing was compared with what Ceph itself encoded')
      this.skip()
    })
    return
  }
  const found = releases(corpus).flatMap(release =>
    messageCodecs.map(codec => ({ release, codec, files: objects(corpus, release, codec.name) }))
  )
  const some = found.filter(({ files }) => files.length > 0)

  it('has messages', () => {
    expect(some).to.not.have.lengthOf(0)
  })

  for (const { release, codec, files } of some) {
    it(`${codec.name} of ${release}: ${files.length} objects decode and encode again`, () => {
      for (const file of files)
        checkObject(codec as unknown as MessageCodec<unknown>, new Uint8Array(readFileSync(file)))
    })
  }
})

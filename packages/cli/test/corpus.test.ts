import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '@cephwire/cli'
import { expect } from 'chai'
import { decodableTypes } from '../src/decode/types.js'
import { fakeIo } from './support/io.js'

const corpus = process.env['CEPH_OBJECT_CORPUS']

/** Types of which older releases wrote what nobody writes any more: those of the newest release are compared. */
const changed = new Set([
  'AuthTicket',
  'CephXAuthenticate',
  'CephXAuthorize',
  'CephXServiceTicketInfo',
  'EntityAuth',
  'LogEntry'
])

/** Messages of which ceph-object-corpus has old versions only. */
const outdated = new Set(['MLog', 'MMDSMap', 'MMonSubscribe', 'MOSDMap', 'MStatfs'])

const expected = [
  'CrushWrapper',
  'FSMap',
  'FeatureMap',
  'LogEntry',
  'MDSMap',
  'MgrMap',
  'MonMap',
  'OSDMap',
  'OSDMap::Incremental',
  'PGMapDigest',
  'ServiceMap',
  'health_check_map_t',
  'pg_pool_t'
]

interface CorpusObjects {
  readonly release: string
  readonly files: readonly string[]
}

/** RELEASE/TYPE/HASH, or RELEASE/objects/TYPE/HASH as ceph-object-corpus itself has it; the oldest release first. */
function objectsOf(root: string, type: string): CorpusObjects[] {
  const releases = readdirSync(root).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  return releases.flatMap(release => {
    const folder = [join(root, release, type), join(root, release, 'objects', type)].find(path => existsSync(path))
    return folder === undefined ? [] : [{ release, files: readdirSync(folder).map(file => join(folder, file)) }]
  })
}

const decodeAll = async (flags: readonly string[], files: readonly string[]) => {
  const io = fakeIo()
  const exitCode = await run(['decode', ...flags, ...files], io)
  return { exitCode, stderr: io.stderr.text(), lines: io.stdout.text().trimEnd().split('\n') }
}

describe('ceph-object-corpus through cephwire decode', () => {
  if (corpus === undefined) {
    it('is skipped: set CEPH_OBJECT_CORPUS to a folder with RELEASE/TYPE/HASH', function () {
      console.log('      CEPH_OBJECT_CORPUS is not set: decode was not tried on what Ceph itself encoded')
      this.skip()
    })
    return
  }
  const found = [...decodableTypes.keys()].map(type => ({ type, objects: objectsOf(corpus, type) }))
  const some = found.filter(({ objects }) => objects.length > 0)

  it('has cluster maps', () => {
    expect(some.map(({ type }) => type)).to.include.members(expected)
  })

  for (const { type, objects } of some) {
    const files = objects.flatMap(({ files }) => files)
    it(`${type}: ${files.length} objects of ${objects.length} releases are a line of JSON each`, async () => {
      const { exitCode, stderr, lines } = await decodeAll([type], files)
      expect({ exitCode, stderr, lines: lines.length }).to.deep.equal({ exitCode: 0, stderr: '', lines: files.length })
      for (const line of lines) expect(JSON.parse(line)).to.be.an('object')
    })
    if (outdated.has(type)) continue
    const compared = changed.has(type) ? objects.at(-1)!.files : files
    it(`${type}: ${compared.length} objects encode to the same bytes`, async () => {
      const { exitCode, stderr } = await decodeAll(['--check', type], compared)
      expect({ exitCode, stderr }).to.deep.equal({
        exitCode: 0,
        stderr: compared.map(file => `${file}: encodes to the same bytes\n`).join('')
      })
    })
  }
})

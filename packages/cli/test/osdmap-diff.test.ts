import { run } from '@cephwire/cli'
import { encode, parseEntityAddr } from '@cephwire/codec'
import { createOsdMap, createPgPool, osdMapCodec } from '@cephwire/maps'
import { expect } from 'chai'
import { temporaryDirectory } from './support/files.js'
import { fakeIo } from './support/io.js'

const FSID = '4180c1ff-6a1d-46f0-9360-a2e085628383'
const OTHER = '00112233-4455-6677-8899-aabbccddeeff'

const osdMap = (given: Partial<Parameters<typeof createOsdMap>[0]>): Uint8Array =>
  encode(osdMapCodec, createOsdMap({ fsid: FSID, epoch: 1, ...given }))

const poolNames = new Map([[1n, 'rbd\u009b']])
const before = osdMap({ pools: new Map([[1n, createPgPool({ size: 3 })]]), poolNames })
const after = osdMap({
  epoch: 3,
  pools: new Map([[1n, createPgPool({ size: 2, lastChange: 3 })]]),
  poolNames,
  blocklist: new Map([[parseEntityAddr('v1:10.0.0.1:0/7'), { sec: 1_600_000_000, nsec: 0 }]])
})

describe('cephwire osdmap diff', () => {
  const file = temporaryDirectory()
  const files = (): [string, string] => [file('before', before), file('after', after)]

  it('says in words what differs, a line each, such that a terminal only shows it', async () => {
    const io = fakeIo()
    expect(await run(['osdmap', 'diff', ...files()], io)).to.equal(0)
    expect(io.stdout.text()).to.equal(
      'pool 1 rbd\\u{9b}: size 3 → 2\nv1:10.0.0.1:0/7 blocklisted until 2020-09-13T12:26:40.000000+0000\n'
    )
    expect(io.stderr.text()).to.equal('')
  })

  it('prints it as data with -f json', async () => {
    const io = fakeIo()
    expect(await run(['osdmap', 'diff', '-f', 'json', ...files()], io)).to.equal(0)
    expect(io.stdout.text()).to.include('\\u009b')
    expect(JSON.parse(io.stdout.text())).to.deep.equal({
      from: 1,
      to: 3,
      changes: [
        { kind: 'pool_changed', pool: 1, name: 'rbd\u009b', fields: [{ field: 'size', from: 3, to: 2 }] },
        {
          kind: 'blocklisted',
          addr: { type: 'v1', addr: '10.0.0.1:0', nonce: 7 },
          until: '2020-09-13T12:26:40.000000+0000'
        }
      ]
    })
  })

  it('reads one of them from stdin, and says nothing of what is the same', async () => {
    const io = fakeIo({ stdin: before })
    expect(await run(['osdmap', 'diff', '-', files()[0]], io)).to.equal(0)
    expect(io.stdout.text()).to.equal('')
  })

  it('warns of maps of two clusters', async () => {
    const io = fakeIo({ stdin: osdMap({ fsid: OTHER }) })
    expect(await run(['osdmap', 'diff', '--format=json', file('before', before), '-'], io)).to.equal(0)
    expect(io.stderr.text()).to.equal(`Warning: osdmaps of two clusters, ${FSID} and ${OTHER}\n`)
  })

  it('names the file that holds no osdmap, and where it does not', async () => {
    const io = fakeIo()
    expect(await run(['osdmap', 'diff', files()[0], file('cut', before.subarray(0, 99))], io)).to.equal(1)
    expect(io.stdout.text()).to.equal('')
    expect(io.stderr.text()).to.match(/^Error: \S*\/cut: no OSDMap: .* at offset \d+.*\n$/)
  })

  it('names the file that is not there, once', async () => {
    const io = fakeIo()
    expect(await run(['osdmap', 'diff', file('absent'), files()[0]], io)).to.equal(1)
    expect(io.stderr.text()).to.equal(
      `Error: Can't open input file ${file('absent')}: ENOENT: no such file or directory\n`
    )
  })

  for (const args of [[], ['diff'], ['diff', 'a'], ['diff', 'a', 'b', 'c'], ['diff', '-', '-'], ['dump', 'a', 'b']]) {
    it(`refuses "osdmap ${args.join(' ')}" as a usage error`, async () => {
      const io = fakeIo()
      expect(await run(['osdmap', ...args], io)).to.equal(2)
      expect(io.stderr.text()).to.match(/\ncephwire: error: osdmap: /)
    })
  }

  it('refuses a format that it has not, and a flag', async () => {
    expect(await run(['osdmap', 'diff', '-f', 'xml', 'a', 'b'], fakeIo())).to.equal(2)
    expect(await run(['osdmap', 'diff', '--bogus', 'a', 'b'], fakeIo())).to.equal(2)
  })
})

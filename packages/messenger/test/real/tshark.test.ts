import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CephFeature, haveFeature } from '@cephwire/codec'
import { expect } from 'chai'
import { pcapOf } from '../support/pcap.js'
import { readTranscript } from '../support/replay.js'

/** Where the dissector looks for msgr1; it knows no msgr2. */
const PORT = 6789

const installed = spawnSync('tshark', ['--version']).error === undefined
const title = "a recorded msgr1 session, read by Wireshark's dissector"
// Not a matter of Ceph: the reporter takes the reason from the title.
if (installed) describe(title, define)
else describe.skip(`${title} (skipped: tshark is not installed)`, define)

function define(this: Mocha.Suite): void {
  this.timeout(30_000)
  this.slow(10_000)

  const transcript = readTranscript('Client-v1-cephx')
  const conversation = [
    '< Connect',
    '> Connect',
    '< Connect Reply',
    '> Sequence Number',
    '> Auth',
    '< Auth Reply',
    '> Auth',
    '< Auth Reply',
    '< Mon Map',
    '> Mon Subscribe',
    '> KEEPALIVE2',
    '< Mon Map',
    '< KEEPALIVE2',
    '> Mon Command',
    '< Mon Command Result'
  ]
  let folder: string

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'cephwire-'))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  /** Packets that the dissector takes for Ceph: who sent them and what they are. */
  function dissected(entries = transcript.entries, filter = 'ceph'): string[] {
    const file = join(folder, 'session.pcap')
    writeFileSync(file, pcapOf(entries, PORT))
    const { stdout, stderr, status } = spawnSync(
      'tshark',
      ['-r', file, '-Y', filter, '-T', 'fields', '-e', 'ip.src', '-e', '_ws.col.Info'],
      { encoding: 'utf8', timeout: 25_000 }
    )
    if (status !== 0) throw new Error(`tshark ended with ${status}: ${stderr}`)
    return stdout
      .trim()
      .split('\n')
      .filter(line => line !== '')
      .map(line => line.replace('10.0.0.1\t', '> ').replace('10.0.0.2\t', '< '))
  }

  it('is recognised, message by message', () => {
    const seen = dissected().map(line => line.replace('[Malformed Packet]', ''))
    expect(seen).to.deep.equal(conversation)
  })

  it('has no malformed packet where the client claims to be older than the monmaps that the dissector does not know', () => {
    const { entries, header } = readTranscript('Client-v1-cephx-before-nautilus')
    expect(haveFeature(BigInt(header['features']!), CephFeature.SERVER_NAUTILUS)).to.equal(false)
    expect(dissected(entries)).to.deep.equal(conversation)
    expect(dissected(entries, '_ws.malformed')).to.deep.equal([])
  })

  it('has no other malformed packet than the monmaps of today, as a session of `ceph` has', () => {
    const malformed = dissected(transcript.entries, '_ws.malformed')
    expect(malformed).to.deep.equal(['< Mon Map[Malformed Packet]', '< Mon Map[Malformed Packet]'])
  })

  it('would have one if a message were cut short in its front', () => {
    const entries = transcript.entries.map(({ from, label, bytes }) => {
      if (!label.endsWith('type 15')) return { from, label, bytes }
      // A map of a thousand subscriptions, of which there is one.
      const broken = Uint8Array.from(bytes)
      broken.set([0xe8, 3, 0, 0], 1 + 53)
      return { from, label, bytes: broken }
    })
    expect(dissected(entries, '_ws.malformed').filter(line => line.startsWith('> '))).to.have.length(1)
  })
}

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

const root = join(import.meta.dirname, '../..')
const corpus = process.env['CEPH_OBJECT_CORPUS']

const fingerprintOf = (page: string): string | undefined => /^Corpus ([0-9a-f]+):/m.exec(page)?.[1]

function print(folder: string): string {
  const program = join(root, 'tools/programs/compatibility.mts')
  const flags = ['--conditions=@cephwire/source', '--import', 'ts-blank-space/register']
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, program, folder], {
    cwd: root,
    encoding: 'utf8'
  })
  expect(status, stderr).to.equal(0)
  return stdout
}

describe('docs/compatibility.md', function () {
  this.timeout(60_000)
  this.slow(20_000)

  it('is what this repository makes of ceph-object-corpus', function () {
    if (corpus === undefined) {
      console.log('      CEPH_OBJECT_CORPUS is not set: the table was not made again')
      this.skip()
    }
    const committed = readFileSync(join(root, 'docs/compatibility.md'), 'utf8')
    const printed = print(corpus)
    expect(fingerprintOf(printed)).to.be.a('string')
    if (fingerprintOf(printed) !== fingerprintOf(committed)) {
      console.log('      CEPH_OBJECT_CORPUS is another selection than that of docs/compatibility.md')
      this.skip()
    }
    expect(committed).to.equal(printed)
  })
})

import { bundleProgram } from '@cephwire/tools/bundle'
import { expect } from 'chai'
import type { Program } from '@cephwire/tools/bundle'

const src = 'packages/cli/src'

/** What is imported on the way of `cephwire fsid`. */
const fsid = [`${src}/command-line.ts`, `${src}/commands/mon-command.ts`]

/** Of what others use as well, but such a command does not. */
const lazy = [
  /^packages\/test-monitor\//,
  /^packages\/maps\/src\/(crush|feature-map|fsmap|health|mgrmap|osdmap|servicemap)\//,
  /^packages\/mon-client\/src\/watch\/(lazy-map|map-buffers|osdmap-tracker)\.ts$/,
  /^packages\/cli\/src\/(argparse|decode|doctor|help|screen|top|watch)\//,
  /^node_modules\/(?!buffer-layout\/)/
]

describe('The start of cephwire', function () {
  this.timeout(30_000)
  let program: Program

  before(async () => {
    program = await bundleProgram()
  })

  const weight = (modules: ReadonlyMap<string, number>): number => [...modules.values()].reduce((sum, n) => sum + n, 0)

  it('loads for fsid what a session needs, and the code of no other command, of no map but the monmap', () => {
    const modules = program.modulesOf(fsid)
    expect([...modules.keys()]).to.include.members([
      `${src}/main.ts`,
      ...fsid,
      'packages/mon-client/src/mon-client.ts',
      'packages/messenger/src/connect.ts',
      'packages/maps/src/monmap/monmap-codec.ts'
    ])
    expect([...modules.keys()].filter(path => lazy.some(pattern => pattern.test(path)))).to.deep.equal([])
    // What it may grow to before somebody has to think of it: time goes with it.
    expect(modules.size).to.be.lessThan(300)
    expect(weight(modules)).to.be.lessThan(550_000)
  })

  it('loads for --version no session', () => {
    const modules = program.modulesOf([])
    expect([...modules.keys()].filter(path => /^packages\/(?!cli\/|codec\/)/.test(path))).to.deep.equal([])
    expect(weight(modules)).to.be.lessThan(150_000)
  })

  it('has one file for all of fsid behind the first, as each file takes time', () => {
    const version = program.files.get('version')!
    const files = [...program.files].filter(([, text]) => fsid.some(path => text.includes(`//! ${path}\n`)))
    expect(files.map(([name]) => name)).to.deep.equal([`${version}/session.cjs`])
    expect(program.files.get(`${version}/main.cjs`)).to.include(`//! ${src}/main.ts\n`)
  })

  it('keeps the licence of each package of others that is in it', () => {
    const licenses = program.files.get('LICENSES.txt')!
    const titles = licenses.split('\n').filter(line => /^\S+ \d+\.\d+\.\d+ \(.+\)$/.test(line))
    expect(titles.map(title => title.split(' ')[0])).to.deep.equal(['buffer-layout', 'fast-string-truncated-width'])
    expect(licenses.match(/Copyright/g)).to.have.lengthOf.at.least(titles.length)
  })
})

import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect } from 'chai'

const root = join(import.meta.dirname, '../..')
const left = new Set(['node_modules', 'dist', 'out-tsc', 'coverage', '.nx', '.git', '.test-results'])

/** A copy of the working tree whose node_modules leads to the copy's own packages and to the real other ones. */
function copyRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), 'cephwire-boundaries-'))
  cpSync(root, copy, { recursive: true, filter: path => !left.has(basename(path)) })
  const modules = join(copy, 'node_modules')
  mkdirSync(join(modules, '@cephwire'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '@cephwire') symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  for (const name of readdirSync(join(copy, 'packages'))) {
    symlinkSync(join(copy, 'packages', name), join(modules, '@cephwire', name))
  }
  symlinkSync(join(copy, 'tools'), join(modules, '@cephwire', 'tools'))
  return copy
}

/** Through nx: eslint alone, in a fresh clone, has no project graph and passes over the rule in silence. */
function lint(copy: string, ...packages: string[]): { readonly code: number | null; readonly output: string } {
  const nx = join(root, 'node_modules/nx/dist/bin/nx.js')
  const args = [nx, 'run-many', '-t', 'lint', '-p', packages.join(','), '--skip-nx-cache', '--output-style=static']
  // An nx that runs these tests leaves its own workspace in the environment, and npm its own directory.
  const env = Object.entries(process.env).filter(([name]) => !/^(NX_|npm_|INIT_CWD$|FORCE_COLOR$)/.test(name))
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    env: { ...Object.fromEntries(env), NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1' }
  })
  return { code: status, output: stdout + stderr }
}

describe('module boundaries', function () {
  this.timeout(180_000)
  this.slow(60_000)
  let copy = ''

  before(() => {
    copy = copyRepository()
  })

  after(() => {
    rmSync(copy, { recursive: true, force: true })
  })

  const plant = (name: string, line: string): void =>
    appendFileSync(join(copy, `packages/${name}/src/planted.ts`), line)

  it('pass the lint as the packages are', () => {
    const { code, output } = lint(copy, '@cephwire/codec')
    expect(code, output).to.equal(0)
  })

  it('fail the lint when an import points up or sideways', () => {
    plant('codec', "export * as planted from '@cephwire/messenger'\n")
    plant('maps', "export * as planted from '@cephwire/messages'\n")
    const { code, output } = lint(copy, '@cephwire/codec', '@cephwire/maps')
    expect(code, output).not.to.equal(0)
    expect(output).to.include('Circular dependency between "@cephwire/codec" and "@cephwire/messenger"')
    expect(output).to.include('A project tagged with "layer:maps" can only depend on libs tagged with')
  })
})

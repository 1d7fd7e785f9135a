import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

const root = fileURLToPath(new URL('..', import.meta.url))
const require = createRequire(import.meta.url)

/** The first program of the README, with bytes in it. */
const program = `
import { decode, entityAddrvecCodec, formatEntityAddrvec } from '@cephwire/codec'
const bytes = Buffer.from('02010000000101011c000000020000000000000010000000' + '02000ce40a0000010000000000000000', 'hex')
console.log(formatEntityAddrvec(decode(entityAddrvecCodec, bytes)))
`

/** What a TypeScript user writes, the library's own checks on: no type of a third party may be missing. */
const typedProgram = `
import { packed, type Reader } from '@cephwire/codec'
import { createView } from '@cephwire/codec/decode-only'
import { createRandom } from '@cephwire/codec/testing'
export const id: bigint = packed({ id: 'u64' }).decodeAt(createRandom(1).bytes(8)).id
export const names: string[] = createView({ id: 'u64' })(new Uint8Array(8)).map(field => field.name)
export const read = (r: Reader): number => r.u8()
`

describe('the package as npm packs it', function () {
  this.timeout(60_000)
  let folder: string

  const run = (command: string, args: readonly string[], cwd = folder): string =>
    execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

  before(() => {
    if (!existsSync(join(root, 'dist/index.js'))) run(process.execPath, [tsc(), '-b', 'tsconfig.build.json'], root)
    folder = mkdtempSync(join(tmpdir(), 'cephwire-codec-'))
    run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], root)
    const tarball = readdirSync(folder).find(name => name.endsWith('.tgz'))!
    run('tar', ['-xzf', tarball])
    mkdirSync(join(folder, 'node_modules/@cephwire'), { recursive: true })
    cpSync(join(folder, 'package'), join(folder, 'node_modules/@cephwire/codec'), { recursive: true })
    // The dependencies are laid beside it from this workspace, so that the test needs no registry.
    for (const name of Object.keys(manifest().dependencies)) {
      cpSync(packageFolder(name), join(folder, 'node_modules', name), { recursive: true })
    }
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  })

  after(() => rmSync(folder, { recursive: true, force: true }))

  const manifest = (): { dependencies: Record<string, string>; exports: Record<string, unknown> } =>
    require(join(folder, 'node_modules/@cephwire/codec/package.json')) as ReturnType<typeof manifest>

  it('depends on the two layout libraries and on nothing of ours', () => {
    expect(manifest().dependencies).to.have.all.keys('binary-parser', 'buffer-layout')
    expect(readdirSync(join(folder, 'node_modules/@cephwire'))).to.deep.equal(['codec'])
  })

  it('runs the first program of the README', () => {
    writeFileSync(join(folder, 'program.mjs'), program)
    expect(run(process.execPath, ['program.mjs'])).to.equal('v2:10.0.0.1:3300/0\n')
  })

  it('can be required from CommonJS', () => {
    const script = "console.log(require('@cephwire/codec').crc32c(0, Buffer.from('foo bar baz')))"
    expect(run(process.execPath, ['--no-warnings', '--input-type=commonjs', '-e', script])).to.equal('4119623852\n')
  })

  it('type-checks for a program that knows no types of the layout libraries', () => {
    writeFileSync(join(folder, 'program.ts'), typedProgram)
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--lib', 'es2023']
    expect(run(process.execPath, [tsc(), ...flags, 'program.ts'])).to.equal('')
  })

  it('contains what it says and neither tests nor build information', () => {
    const packed = join(folder, 'package')
    const files = readdirSync(packed)
    expect(files).to.have.members(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json', 'src'])
    const all = readdirSync(packed, { recursive: true, encoding: 'utf8' })
    expect(all.filter(name => name.endsWith('.tsbuildinfo') || name.endsWith('.test.ts'))).to.deep.equal([])
  })
})

function tsc(): string {
  return join(packageFolder('typescript'), 'bin/tsc')
}

/** The folder of an installed package, found from here as Node finds it. */
function packageFolder(name: string): string {
  const folders = require.resolve.paths(name) ?? []
  return folders.map(folder => join(folder, name)).find(folder => existsSync(folder))!
}

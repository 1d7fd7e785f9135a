import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'chai'
import { bareEnvironment, built, ended, install } from './support/installed.js'
import type { ChildProcess } from 'node:child_process'
import type { Ended } from './support/installed.js'

/** An entity_addr_t: ENCODE_START(1, 1), msgr2, nonce 0, 127.0.0.1:3300. */
const addr = '01 01 01 1c000000 02000000 00000000 10000000 0200 0ce4 7f000001 0000000000000000'

function skip(context: Mocha.Context, reason: string): void {
  Object.assign(context.test!.parent!, { skipReason: reason })
  context.skip()
}

describe('@cephwire/cli, packed and installed in an empty folder', function () {
  this.timeout(120_000)
  let directory: string
  let folder: string
  let env: NodeJS.ProcessEnv

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cephwire-pack-'))
    env = bareEnvironment(directory)
    folder = await install(directory, env)
  })

  after(() => rmSync(directory, { recursive: true, force: true }))

  const cli = (): string => join(folder, 'node_modules/@cephwire/cli')
  const run = (...args: string[]): Promise<Ended> =>
    ended([process.execPath, join(cli(), 'bin/cephwire.js'), ...args], folder, env)
  const version = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }

  it('runs by npx and by node, with neither a compiler nor Ceph in reach', async () => {
    const line = `cephwire version ${version.version}\n`
    expect(await run('--version')).to.deep.equal({ code: 0, stdout: line, stderr: '' })
    const npx = await ended(['npx', '--offline', '--no', '--', 'cephwire', '--version'], folder, env)
    expect(npx).to.include({ code: 0, stdout: line })
    for (const name of ['gcc', 'ceph']) {
      expect((await ended(['sh', '-c', `command -v ${name}`], folder, env)).code).to.not.equal(0)
    }
  })

  it('exports what a program uses', async function () {
    if (!built()) return skip(this, 'the packages are not built as they are now')
    const program = "import * as cli from '@cephwire/cli'; console.log(Object.keys(cli).join())"
    const { code, stdout, stderr } = await ended([process.execPath, '--input-type=module', '-e', program], folder, env)
    expect([stderr, stdout, code]).to.deep.equal(['', 'run\n', 0])
  })

  it('decodes', async () => {
    const list = await run('decode', '--list')
    expect(list.stdout.split('\n')).to.include.members(['MonMap', 'OSDMap', 'entity_addr_t'])
    const file = join(directory, 'addr')
    writeFileSync(file, Buffer.from(addr.replaceAll(' ', ''), 'hex'))
    const { code, stdout, stderr } = await run('decode', 'entity_addr_t', file)
    expect([code, stderr]).to.deep.equal([0, ''])
    expect(JSON.parse(stdout)).to.deep.equal({ type: 'v2', addr: '127.0.0.1:3300', nonce: 0 })
  })

  it('says what is wrong, with the exit codes of ceph', async () => {
    expect(await run('--conf', join(directory, 'none'), 'fsid')).to.include({ code: 1, stdout: '' })
    expect(await run('--format', 'nonsense', 'fsid')).to.include({ code: 2, stdout: '' })
  })

  describe('with a test monitor of its own', () => {
    let monitor: ChildProcess
    let conf: string
    let fsid: string

    before(async () => {
      const args = [join(cli(), 'bin/cephwire.js'), 'test-monitor', '--dir', join(directory, 'cluster')]
      monitor = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
      const [line] = (await once(createInterface(monitor.stdout!), 'line')) as [string]
      ;({ conf, fsid } = JSON.parse(line) as { conf: string; fsid: string })
    })

    after(async () => {
      monitor.kill('SIGTERM')
      await once(monitor, 'exit')
    })

    const compiled = (): string[] => {
      const version = readFileSync(join(cli(), 'bundle/version'), 'utf8')
      const path = join(cli(), 'bundle', version)
      return readdirSync(path)
        .sort()
        .filter(name => /^(main|session)\..*\.cache$/.test(name))
        .map(name => join(path, name))
    }
    const asked = (): Promise<Ended> => run('-c', conf, 'fsid')

    it('asks the cluster', async () => {
      const answer = { code: 0, stdout: `${fsid}\n`, stderr: '' }
      expect(await asked()).to.deep.equal(answer)
      expect(await ended(['npx', '--offline', '--no', '--', 'cephwire', '-c', conf, 'fsid'], folder, env)).to.include(
        answer
      )
      const status = await run('-c', conf, 'status')
      expect([status.stderr, status.code, status.stdout.includes(fsid)]).to.deep.equal(['', 0, true])
      const dump = await run('-c', conf, 'mon', 'dump', '--format', 'json')
      expect(JSON.parse(dump.stdout)).to.include({ fsid })
      expect(await run('-c', conf, 'mon', 'nonsense')).to.include({ code: 22, stdout: '' })
    })

    it('keeps what V8 has compiled, and does without where it is broken or cannot be kept', async () => {
      const answer = { code: 0, stdout: `${fsid}\n`, stderr: '' }
      await asked()
      expect(compiled()).to.have.lengthOf(2)
      const sizes = compiled().map(path => statSync(path).size)
      for (const path of compiled()) writeFileSync(path, 'broken')
      expect(await asked()).to.deep.equal(answer)
      for (const [i, path] of compiled().entries())
        expect(statSync(path).size).to.be.within(sizes[i]! / 2, sizes[i]! * 2)
      for (const path of compiled()) {
        rmSync(path)
        mkdirSync(path)
      }
      expect(await asked()).to.deep.equal(answer)
      expect(readdirSync(join(compiled()[0]!, '..')).filter(name => /\.\d+$/.test(name))).to.deep.equal([])
    })

    it('needs none of the packages that it is made of', async () => {
      const alone = join(directory, 'alone')
      cpSync(cli(), alone, { recursive: true })
      const command = [process.execPath, join(alone, 'bin/cephwire.js'), '-c', conf, 'fsid']
      expect(await ended(command, directory, env)).to.deep.equal({ code: 0, stdout: `${fsid}\n`, stderr: '' })
    })
  })
})
